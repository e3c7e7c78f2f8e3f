namespace Adilas;

/// <summary>What a silo serves over HTTP, on the private network: health and metrics.</summary>
public static class SiloEndpoints
{
    public static void MapSiloEndpoints(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (ISiloStatusOracle silo) =>
            silo.CurrentStatus is SiloStatus.Active ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
