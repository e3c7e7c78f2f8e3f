using System.Collections.Immutable;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>
/// Chooses where a corporation goes. What it remembers of the stacks' loads only tells where to ask first: a place is taken in the store,
/// which gives none too many, whatever became of the activation that chose before.
/// </summary>
[GrainType("stack-directory")]
internal sealed class StackDirectoryGrain(IStackPlaces places, TimeProvider clock) : Grain, IStackDirectoryGrain
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>Room may have been made meanwhile, so whoever would be turned away is worth a look; many at once are worth one.</summary>
    private static readonly TimeSpan LookAgainWhenFullAfter = TimeSpan.FromMilliseconds(250);

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
        if (await places.Find(corporation, cancellationToken) is { } before)
        {
            if (wanted is null || wanted == before) return before;
            await Vacate(corporation, cancellationToken);
        }

        return wanted is { } id
            ? await PlaceIn(id, corporation, cancellationToken)
            : await PlaceWhereMostIsFree(corporation, cancellationToken);
    }

    public async Task Vacate(CorporationId corporation, CancellationToken cancellationToken)
    {
        await places.GiveBack(corporation, cancellationToken);
        lookedAt = default;
    }

    private async Task<StackId> PlaceIn(StackId id, CorporationId corporation, CancellationToken cancellationToken)
    {
        if (await places.TryTake(corporation, id, cancellationToken)) return id;

        await Look(cancellationToken);
        throw free.ContainsKey(id)
            ? new RefusedException(Refusal.Conflict, "stack-full", $"Stack '{id}' holds as many corporations as it may.", "stack")
            : new RefusedException(Refusal.Invalid, "stack-unknown", $"There is no stack '{id}'.", "stack");
    }

    private async Task<StackId> PlaceWhereMostIsFree(CorporationId corporation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isOld = clock.GetUtcNow() - lookedAt > (Roomiest() is null ? LookAgainWhenFullAfter : LookAgainAfter);
            if (isOld) await Look(cancellationToken);
            if (Roomiest() is not { } best)
                throw new RefusedException(Refusal.Conflict, "no-capacity", "No shared stack has room; register one or raise a capacity.", "stack");

            if (await places.TryTake(corporation, best, cancellationToken))
            {
                free[best]--;
                return best;
            }

            free[best] = 0;
        }
    }

    private StackId? Roomiest() =>
        stacks.Where(stack => stack.Kind is StackKind.Shared && free[stack.Id] > 0).MaxBy(stack => free[stack.Id])?.Id;

    private async Task Look(CancellationToken cancellationToken)
    {
        stacks = await places.List(cancellationToken);
        free = stacks.ToDictionary(stack => stack.Id, stack => stack.Capacity - stack.Corporations);
        lookedAt = clock.GetUtcNow();
    }
}
