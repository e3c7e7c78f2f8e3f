using Adilas.Access;

namespace Adilas.Benchmarks;

/// <summary>A grain that does nothing, behind the most common rule.</summary>
[Alias("adilas.bench.IDoorGrain"), Subject(Subject.Corporation)]
public interface IDoorGrain : IGrainWithStringKey
{
    [Alias("Knock"), Allow(Caller.Member, Permission.CorporationsRead, In = Modes.Readable)]
    Task Knock(CancellationToken cancellationToken = default);
}

[GrainType("bench-door")]
internal sealed class DoorGrain : Grain, IDoorGrain
{
    public Task Knock(CancellationToken cancellationToken) => Task.CompletedTask;
}
