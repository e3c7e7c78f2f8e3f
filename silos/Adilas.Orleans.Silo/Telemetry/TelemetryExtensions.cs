using Adilas.Access;
using Adilas.Provisioning;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Adilas.Telemetry;

/// <summary>Traces and metrics of a silo; exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and served at <c>/metrics</c>.</summary>
public static class TelemetryExtensions
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IHostApplicationBuilder AddSiloTelemetry(this IHostApplicationBuilder builder)
    {
        var exports = !string.IsNullOrEmpty(builder.Configuration[EndpointVariable]);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing =>
            {
                tracing.AddSource("Microsoft.Orleans.Application", "Adilas.Journal", ProvisioningTelemetry.Name);
                if (exports) tracing.AddOtlpExporter();
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Microsoft.Orleans", GateMetrics.MeterName, "Adilas.Journal", ProvisioningTelemetry.Name);
                metrics.AddPrometheusExporter();
                if (exports) metrics.AddOtlpExporter();
            });
        if (builder.Environment.IsProduction())
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }

        // Orleans reports a late message with all its arguments.
        builder.Logging.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error);
        return builder;
    }
}
