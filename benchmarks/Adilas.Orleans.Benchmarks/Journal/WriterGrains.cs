using Adilas.Access;

namespace Adilas.Benchmarks;

internal abstract class WriterGrain(IPersistentState<WrittenState> record) : Grain
{
    private static readonly CallScope Scope = new(new CallerContext(CallerKind.Operator, "bench"), "Bench.Write", Modes.Live);

    public async Task Write(long number)
    {
        using var scope = Scope.Enter();
        record.State = WrittenState.Create(number);
        await record.WriteStateAsync();
    }
}

[GrainType("bench-journal")]
internal sealed class JournalWriterGrain([PersistentState("bench", StorageHost.Journal)] IPersistentState<WrittenState> record)
    : WriterGrain(record), IJournalWriterGrain;

[GrainType("bench-adonet")]
internal sealed class AdoNetWriterGrain([PersistentState("bench", StorageHost.AdoNet)] IPersistentState<WrittenState> record)
    : WriterGrain(record), IAdoNetWriterGrain;

[GrainType("bench-redis")]
internal sealed class RedisWriterGrain([PersistentState("bench", StorageHost.Redis)] IPersistentState<WrittenState> record)
    : WriterGrain(record), IRedisWriterGrain;
