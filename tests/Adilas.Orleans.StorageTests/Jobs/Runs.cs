using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>Attempts at jobs as handlers get them.</summary>
internal static class Runs
{
    public static JobRun Of(CorporationId corporation, string kind, object payload) => new(
        corporation, "job-1", kind, JsonSerializer.SerializeToElement(payload), 1, IsLast: false, DateTimeOffset.UtcNow.AddMinutes(5));
}
