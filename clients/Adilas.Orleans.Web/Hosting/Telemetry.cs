using Adilas.Calls;
using Adilas.Components;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Adilas.Hosting;

/// <summary>Traces and metrics: Prometheus reads <c>/metrics</c>; OTLP is sent when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
internal static class Telemetry
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var sendsOtlp = !string.IsNullOrEmpty(configuration[OtlpEndpoint]);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("adilas-web", serviceVersion: ApiVersion.Current))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Adilas.*");
                metrics.AddMeter(CallMetrics.MeterName);
                metrics.AddPrometheusExporter();
                if (sendsOtlp) metrics.AddOtlpExporter();
            })
            .WithTracing(traces =>
            {
                // The names that Orleans gives its sources: grain calls, and what the runtime does around them.
                traces.AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime");
                traces.AddSource(PageCalls.SourceName);
                traces.AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health"));
                if (sendsOtlp) traces.AddOtlpExporter();
            });
        return services;
    }
}
