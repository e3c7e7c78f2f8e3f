using System.Diagnostics.Metrics;

namespace Adilas.Access;

/// <summary>What the gate counts.</summary>
public static class GateMetrics
{
    public const string MeterName = "Adilas.Gate";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("adilas.gate.refusals", description: "Calls refused before a grain ran, by code.");

    internal static void Refused(string code) => Refusals.Add(1, new KeyValuePair<string, object?>("code", code));
}
