using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>
/// Keeps the loads of all stacks in memory for half a minute and adds what it placed since, so that placing costs no query. What it
/// placed and never came to be is forgotten with the next look.
/// </summary>
[GrainType("stack-directory")]
internal sealed class StackDirectoryGrain(IStackLoads loads, TimeProvider clock) : Grain, IStackDirectoryGrain
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>Room may have been made meanwhile, so whoever would be turned away is worth a look; many at once are worth one.</summary>
    private static readonly TimeSpan LookAgainWhenFullAfter = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<CorporationId, StackId> placed = [];
    private Dictionary<StackId, long> free = [];
    private IReadOnlyList<Stack> stacks = [];
    private DateTimeOffset lookedAt;

    public async Task<ImmutableArray<Stack>> List(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        return [.. stacks];
    }

    public async Task<StackId> Place(CorporationId corporation, StackId? wanted, CancellationToken cancellationToken)
    {
        var isNews = wanted is { } named ? !free.ContainsKey(named) : free.Count == 0;
        if (isNews || clock.GetUtcNow() - lookedAt > (HasRoom(wanted) ? LookAgainAfter : LookAgainWhenFullAfter)) await Look(cancellationToken);
        if (placed.TryGetValue(corporation, out var before) && (wanted is null || wanted == before)) return before;

        var chosen = wanted is { } id ? Wanted(id) : Roomiest();
        placed[corporation] = chosen;
        free[chosen]--;
        return chosen;
    }

    private bool HasRoom(StackId? wanted) => wanted is { } id
        ? free.GetValueOrDefault(id) > 0
        : stacks.Any(stack => stack.Kind is StackKind.Shared && free[stack.Id] > 0);

    private StackId Wanted(StackId id)
    {
        if (!free.TryGetValue(id, out var room))
            throw new RefusedException(Refusal.Invalid, "stack-unknown", $"There is no stack '{id}'.", "stack");
        return room > 0
            ? id
            : throw new RefusedException(Refusal.Conflict, "stack-full", $"Stack '{id}' holds as many corporations as it may.", "stack");
    }

    private StackId Roomiest()
    {
        var best = stacks.Where(stack => stack.Kind is StackKind.Shared).MaxBy(stack => free[stack.Id]);
        return best is not null && free[best.Id] > 0
            ? best.Id
            : throw new RefusedException(Refusal.Conflict, "no-capacity", "No shared stack has room; register one or raise a capacity.", "stack");
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        stacks = await loads.List(cancellationToken);
        free = stacks.ToDictionary(stack => stack.Id, stack => stack.Capacity - stack.Corporations);
        placed.Clear();
        lookedAt = clock.GetUtcNow();
    }
}
