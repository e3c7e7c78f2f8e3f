using Adilas.Storage;

namespace Adilas.Stacks;

[GrainType("stack")]
internal sealed class StackGrain(
    [PersistentState(StorageNames.Stack, StorageNames.Journal)] IPersistentState<StackState> record,
    IStackLoads loads,
    TimeProvider clock) : Grain, IStackGrain
{
    private static readonly TimeSpan CountAgainAfter = TimeSpan.FromSeconds(30);

    private long corporations;
    private DateTimeOffset countedAt;

    private StackId Id => StackId.Parse(this.GetPrimaryKeyString()[StackGrainFactory.Prefix.Length..]);

    public async Task<Stack> Register(StackKind kind, int capacity, CancellationToken cancellationToken)
    {
        var count = record.State.IsRegistered ? await Count(cancellationToken) : 0;
        var next = record.State.Register(kind, capacity, clock.GetUtcNow());
        return await this.Commit(record, next, state => Snapshot(state, count), cancellationToken);
    }

    public async Task<Stack?> Find(CancellationToken cancellationToken) => record.State.IsRegistered
        ? Snapshot(record.State, await Count(cancellationToken))
        : null;

    private async Task<long> Count(CancellationToken cancellationToken)
    {
        // Counting looks at every corporation of the stack, so many who ask share one count.
        if (clock.GetUtcNow() - countedAt < CountAgainAfter) return corporations;
        corporations = await loads.Count(Id, cancellationToken);
        countedAt = clock.GetUtcNow();
        return corporations;
    }

    private Stack Snapshot(StackState state, long corporations) =>
        new(Id, state.Kind, state.Capacity, corporations, state.RegisteredAt, state.Version);
}
