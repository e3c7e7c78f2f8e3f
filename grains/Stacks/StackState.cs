using System.Text.Json.Serialization;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Stacks;

/// <summary>Everything stored about one stack.</summary>
[GenerateSerializer, Immutable, Alias("adilas.StackState")]
internal sealed record StackState : JournalState
{
    public const int MaxCapacity = 1_000_000;

    [Id(0)] public StackKind Kind { get; init; }

    /// <summary>How many corporations it may hold; 0 until registered.</summary>
    [Id(1)] public int Capacity { get; init; }

    /// <summary>UTC.</summary>
    [Id(2)] public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The last that was set, unless it was ended.</summary>
    [Id(3)] public StackMaintenance? Maintenance { get; init; }

    [JsonIgnore] public bool IsRegistered => Capacity > 0;

    public StackState Register(StackKind kind, int capacity, DateTimeOffset now)
    {
        if (!Enum.IsDefined(kind)) throw new RefusedException(Refusal.Invalid, "stack-kind", "A stack is shared or dedicated.", "kind");
        if (capacity is < 1 or > MaxCapacity)
        {
            throw new RefusedException(
                Refusal.Invalid, "stack-capacity", $"A stack holds 1 to {MaxCapacity} corporations.", "capacity.corporations");
        }

        if (!IsRegistered) return this with { Kind = kind, Capacity = capacity, RegisteredAt = now };
        if (Kind != kind) throw new RefusedException(Refusal.Conflict, "stack-exists", "The stack is registered as the other kind.", "kind");
        return Capacity == capacity ? this : this with { Capacity = capacity };
    }

    public StackState Maintain(DateTimeOffset? from, DateTimeOffset until, string reason, string actor, DateTimeOffset now)
    {
        CheckRegistered();
        if (until <= now) throw Invalid("until-past", "'until' must be in the future.", "until");
        if (until > now.AddDays(StackMaintenance.MaxDays))
            throw Invalid("until-too-far", $"A maintenance ends within {StackMaintenance.MaxDays} days.", "until");
        if (from >= until) throw Invalid("range-empty", "'until' must be later than 'from'.", "until");
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > StackMaintenance.MaxReasonLength || reason.Any(char.IsControl))
            throw Invalid("reason-malformed", $"A reason has 1 to {StackMaintenance.MaxReasonLength} characters, and no control characters.", "reason");
        var open = Maintenance is { } set && set.From <= now && set.Until > now ? set.From : now;
        var next = new StackMaintenance(StoredTime.Whole(from ?? open), StoredTime.Whole(until), reason.Trim(), actor);
        return Maintenance is { } same && same with { SetBy = actor } == next ? this : this with { Maintenance = next };
    }

    public StackState EndMaintenance()
    {
        CheckRegistered();
        return Maintenance is null ? this : this with { Maintenance = null };
    }

    private void CheckRegistered()
    {
        if (!IsRegistered) throw new RefusedException(Refusal.NotFound, "stack-unknown", "There is no such stack.", "id");
    }

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
