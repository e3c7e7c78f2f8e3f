using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>One attempt at a job, as its handler sees it.</summary>
/// <param name="Id">The job's: the same in each attempt.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="IsLast">Whether a failure of this attempt ends the job.</param>
/// <param name="Deadline">When the attempt is given up, UTC.</param>
public sealed record JobRun(
    CorporationId Corporation, string Id, string Kind, JsonElement Payload, int Attempt, bool IsLast, DateTimeOffset Deadline)
{
    /// <summary>Where it waited.</summary>
    public string Queue { get; init; } = "";
}
