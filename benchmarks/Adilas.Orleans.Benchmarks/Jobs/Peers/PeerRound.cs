namespace Adilas.Benchmarks;

/// <summary>What a peer did in one round.</summary>
/// <param name="Single">Jobs ordered one by one by 32 callers, a second.</param>
/// <param name="Batched">Jobs ordered 1,000 at a time by 4 callers, a second; <c>null</c>: it has no such thing.</param>
/// <param name="Run">Jobs run, a second.</param>
/// <param name="Idle">From order to begin on an idle machine, in milliseconds.</param>
/// <param name="Late">How long after their time jobs began, in milliseconds.</param>
internal sealed record PeerRound(double Single, double? Batched, double Run, IReadOnlyList<double> Idle, IReadOnlyList<double> Late);

/// <summary>How much a round does.</summary>
internal sealed record PeerSize(TimeSpan Duration, int Jobs, int IdleJobs, int LateJobs);

/// <summary>Another way to run jobs, set up as those who know it would.</summary>
internal interface IJobPeer : IAsyncDisposable
{
    string Name { get; }

    Task<PeerRound> Run(PeerSize size, CancellationToken cancellationToken);
}
