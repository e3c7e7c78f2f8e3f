using System.Text.Json.Serialization;
using Adilas.Ids;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>Everything stored about a corporation, and every rule about how it may change.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationState")]
internal sealed record CorporationState : JournalState
{
    public const int MaxNameLength = 100;
    public const int MaxReasonLength = 500;

    /// <summary>How long a closed corporation can be restored.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary><c>null</c> until registered.</summary>
    [Id(0)] public CorporationRegistration? Registration { get; init; }

    /// <summary>UTC; when it was first registered.</summary>
    [Id(1)] public DateTimeOffset CreatedAt { get; init; }

    [Id(2)] public CorporationMode Mode { get; init; }

    [Id(3)] public string? ModeReason { get; init; }

    /// <summary>UTC.</summary>
    [Id(4)] public DateTimeOffset ModeSince { get; init; }

    /// <summary>What a closed corporation returns to.</summary>
    [Id(5)] public CorporationMode? ModeBeforeClosing { get; init; }

    /// <summary>UTC; set while closed.</summary>
    [Id(6)] public DateTimeOffset? PurgeAt { get; init; }

    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Theme { get; init; }

    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Plan { get; init; }

    /// <summary>Why it was in <see cref="ModeBeforeClosing"/>.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? ReasonBeforeClosing { get; init; }

    /// <summary>Whether a copy of its profile is kept in Redis.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsPublished { get; init; }

    [JsonIgnore] public bool IsRegistered => Registration is not null;

    public CorporationState Register(CorporationRegistration registration, DateTimeOffset now)
    {
        CheckName(registration.Name);
        CheckIndustry(registration.Industry);
        if (!IsRegistered) return this with { Registration = registration, CreatedAt = now, ModeSince = now };

        // A retry after a lost reply must succeed, so the same particulars are not a conflict.
        return Registration == registration
            ? this
            : throw new RefusedException(Refusal.Conflict, "corporation-exists", "The id is registered with other particulars.", "id");
    }

    public CorporationState Change(CorporationChange change, long? expectedVersion)
    {
        var current = Registered();
        CheckVersion(expectedVersion);
        if (change.Name is not null) CheckName(change.Name);
        if (change.Industry is not null) CheckIndustry(change.Industry);
        if (change.Kind is { } kind && !Enum.IsDefined(kind)) throw Invalid("corporation-kind", "A kind is work, play or demo.", "kind");

        if (change.Theme is not (null or "")) CheckLayer(change.Theme, "theme");
        if (change.Plan is not (null or "")) CheckLayer(change.Plan, "plan");

        var next = this with
        {
            Registration = current with
            {
                Name = change.Name ?? current.Name,
                Industry = change.Industry ?? current.Industry,
                Kind = change.Kind ?? current.Kind,
            },
            Theme = Changed(change.Theme, Theme),
            Plan = Changed(change.Plan, Plan),
            IsPublished = change.IsPublished ?? IsPublished,
        };
        return next.Registration == current && next.Theme == Theme && next.Plan == Plan && next.IsPublished == IsPublished ? this : next;
    }

    public CorporationState SetMode(CorporationMode mode, string reason, DateTimeOffset now)
    {
        Registered();
        if (!Enum.IsDefined(mode) || mode is CorporationMode.Closed)
            throw Invalid("mode-unknown", "A mode is live, readOnly, frozen or archived.", "mode");
        CheckReason(reason);
        if (Mode is CorporationMode.Closed)
            throw new RefusedException(Refusal.Conflict, "corporation-closed", "The corporation is closed; restore it first.");

        return Mode == mode && ModeReason == reason ? this : this with { Mode = mode, ModeReason = reason, ModeSince = now };
    }

    public CorporationState Close(string? reason, DateTimeOffset now)
    {
        Registered();
        if (reason is not null) CheckReason(reason);
        if (Mode is CorporationMode.Closed) return this;

        return this with
        {
            Mode = CorporationMode.Closed,
            ModeReason = reason,
            ModeSince = now,
            ModeBeforeClosing = Mode,
            ReasonBeforeClosing = ModeReason,
            PurgeAt = now + Grace,
        };
    }

    public CorporationState Restore(DateTimeOffset now)
    {
        Registered();
        if (Mode is not CorporationMode.Closed) return this;
        if (now >= PurgeAt)
            throw new RefusedException(Refusal.Conflict, "corporation-purged", "The time in which it could be restored has passed.");

        return this with
        {
            Mode = ModeBeforeClosing ?? CorporationMode.Live,
            ModeReason = ReasonBeforeClosing,
            ModeSince = now,
            ModeBeforeClosing = null,
            ReasonBeforeClosing = null,
            PurgeAt = null,
        };
    }

    public Corporation ToCorporation(CorporationId id)
    {
        var it = Registered();
        return new(
            id, it.Name, it.Industry, it.Kind, it.Stack, it.Recipe, it.Owner, Mode, ModeReason, ModeSince, PurgeAt, CreatedAt, Version,
            Theme, Plan, IsPublished);
    }

    public static void CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            throw Invalid("corporation-name", $"A name has 1 to {MaxNameLength} characters, none of them a control character.", "name");
    }

    public static void CheckIndustry(string? industry)
    {
        if (!IdGrammar.IsWellFormed(industry))
            throw Invalid("corporation-industry", "An industry has 1 to 40 lower-case letters, digits or dashes.", "industry");
    }

    private static string? Changed(string? wanted, string? current) => wanted is null ? current : wanted.Length == 0 ? null : wanted;

    private static void CheckLayer(string name, string field)
    {
        if (!IdGrammar.IsWellFormed(name)) throw Invalid($"corporation-{field}", $"A {field} has 1 to 40 lower-case letters, digits or dashes.", field);
    }

    private static void CheckReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReasonLength)
            throw Invalid("reason-missing", $"A reason has 1 to {MaxReasonLength} characters.", "reason");
    }

    private CorporationRegistration Registered() =>
        Registration ?? throw new RefusedException(Refusal.NotFound, "corporation-unknown", "The corporation is not registered.");

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
