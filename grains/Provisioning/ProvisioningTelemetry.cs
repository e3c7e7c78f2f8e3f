using System.Diagnostics;
using System.Diagnostics.Metrics;
using Adilas.Corporations;

namespace Adilas.Provisioning;

/// <summary>What provisioning counts and traces.</summary>
public static class ProvisioningTelemetry
{
    public const string Name = "Adilas.Provisioning";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> StepDuration =
        Meter.CreateHistogram<double>("adilas.provisioning.step.duration", "s", "How long one attempt of a step took, by type and outcome.");

    internal static Activity? Start(CorporationId corporation, ProvisioningStepRecord step, ProvisioningPhase phase)
    {
        var activity = Source.StartActivity($"{(phase is ProvisioningPhase.RollingBack ? "undo" : "do")} {step.Name}");
        activity?.SetTag("adilas.corporation", corporation.Value);
        return activity;
    }

    internal static void Ended(string type, ProvisioningPhase phase, bool succeeded, TimeSpan took) => StepDuration.Record(
        took.TotalSeconds,
        new KeyValuePair<string, object?>("type", type),
        new KeyValuePair<string, object?>("direction", phase is ProvisioningPhase.RollingBack ? "undo" : "do"),
        new KeyValuePair<string, object?>("outcome", succeeded ? "done" : "failed"));
}
