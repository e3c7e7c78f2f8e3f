using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Benchmarks;

/// <summary>What the load process says at its end.</summary>
/// <param name="FailedQuestions">Repeatable calls that the client library gave up, by the code of the refusal.</param>
/// <param name="FailedWrites">Writes that were not acknowledged at first, and were sent again under the same operation, by code.</param>
/// <param name="Writes">Acknowledged writes.</param>
/// <param name="Lost">Acknowledged writes that are not stored.</param>
internal sealed record FailoverSummary(
    IReadOnlyDictionary<string, int> FailedQuestions, IReadOnlyDictionary<string, int> FailedWrites, int Writes, int Lost)
{
    [JsonIgnore]
    public string Line => JsonSerializer.Serialize(this);

    /// <param name="output">Ends with the line.</param>
    public static FailoverSummary Parse(string output) => JsonSerializer.Deserialize<FailoverSummary>(output.TrimEnd().Split('\n')[^1])!;
}
