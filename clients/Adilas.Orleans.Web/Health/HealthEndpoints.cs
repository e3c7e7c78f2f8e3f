using Adilas.Http;
using Adilas.Refusals;

namespace Adilas.Health;

/// <summary>For balancers and supervisors: whether the process lives, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/live", () => TypedResults.Json(new HealthView("live"), ApiJson.Options));
        group.MapGet("/ready", Ready);
    }

    private static async Task Ready(HttpContext context, ClusterHealth cluster, IHostApplicationLifetime host)
    {
        if (host.ApplicationStopping.IsCancellationRequested)
            await ProblemWriter.Write(context, new RefusedException(Refusal.Unavailable, "not-ready", "The host is about to stop."));
        else if (await cluster.Problem(context.RequestAborted) is not { } problem)
            await context.Response.WriteAsJsonAsync(new HealthView("ready"), ApiJson.Options, context.RequestAborted);
        else
            await ProblemWriter.Write(context, new RefusedException(Refusal.Unavailable, "not-ready", problem));
    }
}

/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthView(string Status);
