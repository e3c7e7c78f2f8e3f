using System.Collections.Immutable;

namespace Adilas.Operate;

[GrainType("front-end-directory")]
internal sealed class FrontEndDirectoryGrain(TimeProvider clock) : Grain, IFrontEndDirectoryGrain
{
    private FrontEndList frontEnds = new();

    public Task Report(FrontEndReport report, CancellationToken cancellationToken)
    {
        frontEnds = frontEnds.Hear(report, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<RunningFrontEnd>> List(CancellationToken cancellationToken) => Task.FromResult(frontEnds.At(clock.GetUtcNow()).List());
}
