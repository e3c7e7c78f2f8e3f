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
}
