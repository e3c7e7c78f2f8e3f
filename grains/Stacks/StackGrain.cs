using Adilas.Storage;

namespace Adilas.Stacks;

[GrainType("stack")]
internal sealed class StackGrain(
    [PersistentState(StorageNames.Stack, StorageNames.Journal)] IPersistentState<StackState> record,
    IStackLoads loads,
    TimeProvider clock) : Grain, IStackGrain
{
    private StackId Id => StackId.Parse(this.GetPrimaryKeyString()[StackGrainFactory.Prefix.Length..]);

    public async Task<Stack> Register(StackKind kind, int capacity, CancellationToken cancellationToken)
    {
        var count = record.State.IsRegistered ? await loads.Count(Id, cancellationToken) : 0;
        var next = record.State.Register(kind, capacity, clock.GetUtcNow());
        return await this.Commit(record, next, state => Snapshot(state, count), cancellationToken);
    }

    public async Task<Stack?> Find(CancellationToken cancellationToken) => record.State.IsRegistered
        ? Snapshot(record.State, await loads.Count(Id, cancellationToken))
        : null;

    private Stack Snapshot(StackState state, long corporations) =>
        new(Id, state.Kind, state.Capacity, corporations, state.RegisteredAt, state.Version);
}
