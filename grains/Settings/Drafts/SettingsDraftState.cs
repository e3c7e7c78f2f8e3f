using System.Text.Json.Serialization;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Settings.Drafts;

/// <summary>A change of a layer that waits, and the rules by which it comes to be made.</summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftState")]
internal sealed record SettingsDraftState : JournalState
{
    public const int MaxReasonLength = SettingsProfileState.MaxReasonLength;

    [Id(0)] public SettingsDraftPhase Phase { get; init; }

    /// <summary><c>null</c> until it was made.</summary>
    [Id(1)] public SettingsDraftContent? Content { get; init; }

    /// <summary>The layer's version on which it was made.</summary>
    [Id(2)] public long BasedOn { get; init; }

    /// <summary>UTC.</summary>
    [Id(3)] public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>Whether it applies itself at that time without anybody's consent, unless what it changes needs one.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsScheduled { get; init; }

    [Id(5)] public IReadOnlyList<string> NeedsApproval { get; init; } = [];

    [Id(6)] public string Author { get; init; } = "";

    [Id(7)] public string? OnBehalfOf { get; init; }

    [Id(8)] public DateTimeOffset CreatedAt { get; init; }

    [Id(9)] public DateTimeOffset ChangedAt { get; init; }

    [Id(10)] public string? ApprovedBy { get; init; }

    [Id(11)] public DateTimeOffset? ApprovedAt { get; init; }

    [Id(12)] public string? EndedBy { get; init; }

    [Id(13)] public string? Note { get; init; }

    [Id(14)] public string? NoteCode { get; init; }

    /// <summary>
    /// The layer's version on which it is being applied: stored before the layer is asked, so that whoever comes after a crash knows which
    /// version to look at. <c>null</c> when it is not under way.
    /// </summary>
    [Id(15)] public long? AppliesOn { get; init; }

    [Id(16)] public long? AppliedVersion { get; init; }

    /// <summary>Who asked for it to be applied; <c>null</c> when its time came.</summary>
    [Id(17)] public string? AppliedBy { get; init; }

    [JsonIgnore] public bool Exists => Content is not null;

    [JsonIgnore] public bool IsEnded => SettingsDraft.IsEnded(Phase);

    [JsonIgnore] public bool IsApproved => ApprovedAt is not null;

    /// <summary>By when somebody has to look after it; <c>null</c> when nobody has to.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt =>
        AppliesOn is not null ? ChangedAt : Phase is SettingsDraftPhase.Scheduled ? EffectiveAt : null;

    /// <param name="preview">What the change would make of the layer.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: it is there; <see cref="Refusal.Invalid"/>.</exception>
    public SettingsDraftState Open(SettingsDraftOrder order, SettingsPreview preview, CallerContext by, DateTimeOffset now) => Exists
        ? throw new RefusedException(Refusal.Conflict, "draft-exists", "There is a draft of this name.")
        : With(order, preview, by, now) with { CreatedAt = now };

    /// <inheritdoc cref="Open"/>
    public SettingsDraftState Change(
        SettingsDraftOrder order, SettingsPreview preview, long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        CheckWaits(expectedVersion);

        // Whoever corrects a scheduled change and leaves it a time leaves it scheduled.
        return With(order with { IsScheduled = order.IsScheduled || IsScheduled }, preview, by, now) with { CreatedAt = CreatedAt };
    }

    /// <param name="preview">What the change would make of the layer now: that is what is agreed to.</param>
    public SettingsDraftState Approve(SettingsPreview preview, long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        CheckWaits(expectedVersion);
        if (IsSame(by)) throw new RefusedException(Refusal.Forbidden, "approval-by-author", "A draft is approved by another than its author.");
        if (IsApproved) return this;
        CheckFresh(preview.Layer.Version);
        return this with
        {
            // A time that is past says nothing about when it should hold now: whoever applies it does. What is about to apply itself still does.
            Phase = Phase is SettingsDraftPhase.Scheduled || EffectiveAt > now ? SettingsDraftPhase.Scheduled : SettingsDraftPhase.Approved,
            NeedsApproval = [.. preview.NeedsApproval],
            ApprovedBy = NameOf(by),
            ApprovedAt = now,
            ChangedAt = now,
            Note = null,
            NoteCode = null,
        };
    }

    public SettingsDraftState Reject(string? reason, long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException(Refusal.Invalid, "reason-missing", "Say why.", "reason");
        if (reason.Length > MaxReasonLength)
            throw new RefusedException(Refusal.Invalid, "reason-too-long", $"A reason has at most {MaxReasonLength} characters.", "reason");
        return End(SettingsDraftPhase.Rejected, reason, expectedVersion, by, now);
    }

    public SettingsDraftState Withdraw(long? expectedVersion, CallerContext by, DateTimeOffset now) =>
        End(SettingsDraftPhase.Withdrawn, null, expectedVersion, by, now);

    /// <summary>It is about to be put into the layer.</summary>
    /// <param name="preview">What it would make of the layer now.</param>
    /// <param name="by">Who asked; <c>null</c> when its time came.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: nobody agreed to this; <see cref="Refusal.Forbidden"/>: not yet, by its author.</exception>
    public SettingsDraftState Begin(ProfileScope scope, SettingsPreview preview, CallerContext? by, DateTimeOffset now)
    {
        CheckFresh(preview.Layer.Version);
        if (!IsApproved) SettingsApproval.Check(scope, preview.NeedsApproval);

        // What others changed since may make it change more than the second person saw.
        else SettingsApproval.Check(scope, [.. preview.NeedsApproval.Except(NeedsApproval, StringComparer.Ordinal)]);
        if (by is not null && EffectiveAt > now && NeedsApproval.Count > 0 && IsSame(by))
        {
            throw new RefusedException(
                Refusal.Forbidden, "apply-early-by-author", "What was agreed to for a later time is applied before that by another than its author.");
        }

        return this with { AppliesOn = preview.Layer.Version, AppliedBy = by is null ? null : NameOf(by), ChangedAt = now };
    }

    public SettingsDraftState Succeed(long layerVersion, DateTimeOffset now) => this with
    {
        Phase = SettingsDraftPhase.Applied,
        AppliesOn = null,
        AppliedBy = null,
        AppliedVersion = layerVersion,
        EndedBy = AppliedBy,
        ChangedAt = now,
        Note = null,
        NoteCode = null,
    };

    /// <summary>The layer did not take it: a scheduled draft has failed then, and what a person applied is as it was.</summary>
    public SettingsDraftState Fail(RefusedException why, DateTimeOffset now) => this with
    {
        Phase = AppliedBy is null && Phase is SettingsDraftPhase.Scheduled ? SettingsDraftPhase.Failed : Phase,
        AppliesOn = null,
        AppliedBy = null,
        ChangedAt = now,
        Note = why.Message,
        NoteCode = why.Code,
    };

    /// <summary>The corporation's mode forbids it: it is applied as soon as that permits it.</summary>
    public SettingsDraftState Wait(RefusedException why, DateTimeOffset now) => NoteCode == why.Code && AppliesOn is null
        ? this
        : this with { AppliesOn = null, AppliedBy = null, ChangedAt = now, Note = why.Message, NoteCode = why.Code };

    public SettingsDraft ToDraft(ProfileScope scope, SettingsDraftId id) =>
        new(scope.Text, id, Version, Phase, Content!.ToEdit(), BasedOn, Author, CreatedAt, ChangedAt)
        {
            OnBehalfOf = OnBehalfOf,
            EffectiveAt = EffectiveAt,
            NeedsApproval = [.. NeedsApproval],
            ApprovedBy = ApprovedBy,
            ApprovedAt = ApprovedAt,
            EndedBy = EndedBy,
            Note = Note,
            NoteCode = NoteCode,
            AppliedVersion = AppliedVersion,
        };

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.Stale"/>, <see cref="Refusal.Conflict"/>: ended.</exception>
    public void CheckWaits(long? expectedVersion)
    {
        CheckExists();
        if (IsEnded) throw new RefusedException(Refusal.Conflict, "draft-ended", $"This draft is {Phase.ToString().ToLowerInvariant()} already.");
        CheckVersion(expectedVersion);
    }

    public void CheckExists()
    {
        if (!Exists) throw new RefusedException(Refusal.NotFound, "draft-unknown", "There is no such draft.");
    }

    /// <summary>A patch or a single value goes over the layer as it is. What is replaced as a whole would undo what others changed since, unseen.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>.</exception>
    public void CheckFresh(long layerVersion)
    {
        if (layerVersion == BasedOn || !ReplacesWhole(Content!.ToEdit())) return;
        throw new RefusedException(
            Refusal.Conflict,
            "draft-stale",
            $"This draft replaces the whole, or parts as a whole, of version {BasedOn} of the layer, which is at version {layerVersion} now: look at what changed, and change the draft.");
    }

    /// <summary>Locks and conditions are lists, and an object set as one value takes the place of all that stands in it.</summary>
    private static bool ReplacesWhole(SettingsEdit edit) =>
        edit.Kind is SettingsEditKind.Replace || edit.Locks is not null || edit.Conditions is not null
        || (edit.Kind is SettingsEditKind.Value && edit.Json.AsSpan().TrimStart().StartsWith('{'));

    private static string NameOf(CallerContext caller) => caller.OnBehalfOf ?? caller.Actor;

    private bool IsSame(CallerContext caller) => SettingsDraft.IsSame(caller, Author, OnBehalfOf);

    private SettingsDraftState With(SettingsDraftOrder order, SettingsPreview preview, CallerContext by, DateTimeOffset now)
    {
        SettingsDraftOrder.CheckTime(order.EffectiveAt, now);
        var isScheduled = order is { IsScheduled: true, EffectiveAt: not null };
        if (isScheduled && order.Edit is { Kind: SettingsEditKind.Replace, ExpectedVersion: null } && preview.Layer.Version > 0)
            throw new RefusedException(Refusal.VersionRequired, "if-match-required", "To replace a layer, say which version you read.", "If-Match");

        return new SettingsDraftState
        {
            Version = Version,
            Phase = isScheduled && preview.NeedsApproval.IsEmpty ? SettingsDraftPhase.Scheduled : SettingsDraftPhase.Open,
            Content = SettingsDraftContent.Of(order.Edit),
            BasedOn = preview.Layer.Version,
            EffectiveAt = order.EffectiveAt?.ToUniversalTime(),
            IsScheduled = isScheduled,
            NeedsApproval = [.. preview.NeedsApproval],
            Author = by.Actor,
            OnBehalfOf = by.OnBehalfOf,
            ChangedAt = now,
        };
    }

    private SettingsDraftState End(SettingsDraftPhase phase, string? note, long? expectedVersion, CallerContext by, DateTimeOffset now)
    {
        CheckExists();
        if (Phase == phase) return this;
        CheckWaits(expectedVersion);
        return this with { Phase = phase, EndedBy = NameOf(by), ChangedAt = now, Note = note, NoteCode = null };
    }
}
