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
        // What the frameworks say of each request and call is noise; what Orleans says of a late message holds all its arguments.
        foreach (var noisy in new[] { "Polly", "Microsoft.AspNetCore", "Orleans", "System.Net.Http" })
            builder.Logging.AddFilter(noisy, LogLevel.Warning);
        builder.Logging.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error);
        return builder;
    }

    /// <summary>One JSON object a line in Production, for whoever collects logs.</summary>
    public static void AddJsonLogs(this IHostApplicationBuilder builder)
    {
        if (!builder.Environment.IsProduction()) return;
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
    }
}
