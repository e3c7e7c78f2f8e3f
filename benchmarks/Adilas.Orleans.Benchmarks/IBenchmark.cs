namespace Adilas.Benchmarks;

/// <summary>One question, asked of the product and its peers in turn in one run, so that the machine's moods hit all alike.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>The question, in one line.</summary>
    string Question { get; }

    Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken);
}

/// <summary>How thoroughly to measure.</summary>
/// <param name="IsQuick">Under a minute, for a first look; figures that are quoted come from a full run.</param>
internal sealed record BenchmarkRun(bool IsQuick)
{
    public int Rounds => IsQuick ? 2 : 5;
}
