using System.Diagnostics.Metrics;

namespace Adilas.Calls;

/// <summary>Counts what the library does beside sending calls once.</summary>
internal sealed class CallMetrics : IDisposable
{
    public const string MeterName = "Adilas.Client";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> repeats;
    private readonly Counter<long> hedges;
    private readonly Counter<long> hedgesWon;
    private readonly Counter<long> failures;

    public CallMetrics()
    {
        repeats = meter.CreateCounter<long>("adilas.client.repeats", description: "Repeatable calls that were sent again.");
        hedges = meter.CreateCounter<long>("adilas.client.hedges", description: "Repeatable calls that were sent a second time beside the first.");
        hedgesWon = meter.CreateCounter<long>("adilas.client.hedges_won", description: "Second calls that answered first.");
        failures = meter.CreateCounter<long>("adilas.client.failures", description: "Calls that ended without an answer from a grain.");
    }

    public void Repeated(string method) => repeats.Add(1, new KeyValuePair<string, object?>("method", method));

    public void Hedged(string method) => hedges.Add(1, new KeyValuePair<string, object?>("method", method));

    public void HedgeWon(string method) => hedgesWon.Add(1, new KeyValuePair<string, object?>("method", method));

    public void Failed(string method, string code) => failures.Add(
        1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("code", code));

    public void Dispose() => meter.Dispose();
}
