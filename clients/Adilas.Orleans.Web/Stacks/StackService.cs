using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Stacks;

/// <summary>What operators do with stacks, for endpoints and pages alike.</summary>
internal sealed class StackService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    /// <summary>Stacks in the order of their ids; the cursor is the last id of the page before.</summary>
    public async Task<Page<Stack>> List(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        var count = PageLimit.Check(limit);
        if (cursor is not null && !StackId.TryParse(cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");

        var all = await grains.StackDirectory().List(cancellationToken);
        var rest = all.Where(stack => cursor is null || string.CompareOrdinal(stack.Id.Value, cursor) > 0).Take(count + 1).ToList();
        return rest.Count > count
            ? new Page<Stack>([.. rest.Take(count)], rest[count - 1].Id.Value)
            : new Page<Stack>([.. rest], Next: null);
    }

    /// <summary>Every stack there is; <see cref="IStackDirectoryGrain.MaxStacks"/> at most.</summary>
    public async Task<IReadOnlyList<Stack>> All(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return await grains.StackDirectory().List(cancellationToken);
    }

    public async Task<Stack> Register(StackId id, StackKind kind, int capacity, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return await callers.As(operation, () => grains.Stack(id).Register(kind, capacity, cancellationToken));
    }

    public async Task<Stack> Maintain(
        StackId id, DateTimeOffset? from, DateTimeOffset until, string reason, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return await callers.As(operation, () => grains.Stack(id).Maintain(from, until, reason, cancellationToken));
    }

    public async Task<Stack> EndMaintenance(StackId id, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return await callers.As(operation, () => grains.Stack(id).EndMaintenance(cancellationToken));
    }
}
