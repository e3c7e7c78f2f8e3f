using Adilas.Storage;

namespace Adilas.Benchmarks;

/// <summary>A state of about 600 bytes, as most are.</summary>
[GenerateSerializer, Alias("adilas.bench.WrittenState")]
internal sealed record WrittenState : JournalState
{
    [Id(0)] public string Text { get; init; } = "";

    [Id(1)] public long Number { get; init; }

    public static WrittenState Create(long number) => new() { Text = new string('x', 560), Number = number };
}
