using Adilas.Access;
using Adilas.Storage;

namespace Adilas.Stacks;

[GrainType("stack")]
internal sealed class StackGrain(
    [PersistentState(StorageNames.Stack, StorageNames.Journal)] IPersistentState<StackState> record,
    IStackPlaces places,
    TimeProvider clock) : Grain, IStackGrain
{
    private StackId Id => StackId.Parse(this.GetPrimaryKeyString()[StackGrainFactory.Prefix.Length..]);

    public async Task<Stack> Register(StackKind kind, int capacity, CancellationToken cancellationToken)
    {
        var taken = await places.Count(Id, cancellationToken);
        var next = record.State.Register(kind, capacity, clock.GetUtcNow());
        return await this.Commit(record, next, state => Snapshot(state, taken), cancellationToken);
    }

    public async Task<Stack> Maintain(DateTimeOffset? from, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        var taken = await places.Count(Id, cancellationToken);
        var next = record.State.Maintain(from, until, reason, CallScope.Current!.Caller.Actor, clock.GetUtcNow());
        return await this.Commit(record, next, state => Snapshot(state, taken), cancellationToken);
    }

    public async Task<Stack> EndMaintenance(CancellationToken cancellationToken)
    {
        var taken = await places.Count(Id, cancellationToken);
        return await this.Commit(record, record.State.EndMaintenance(), state => Snapshot(state, taken), cancellationToken);
    }

    public async Task<Stack?> Find(CancellationToken cancellationToken) => record.State.IsRegistered
        ? Snapshot(record.State, await places.Count(Id, cancellationToken))
        : null;

    private Stack Snapshot(StackState state, long taken) => new(Id, state.Kind, state.Capacity, taken, state.RegisteredAt, state.Version)
    {
        Maintenance = state.Maintenance is { } set && set.Until > clock.GetUtcNow() ? set : null,
    };
}
