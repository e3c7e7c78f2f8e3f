using Adilas.Calls;
using Adilas.Connecting;
using Adilas.Http;

namespace Adilas.Hosting;

/// <summary>Until the first connection to the cluster there is nobody to ask; whoever needs an answer is told to come again.</summary>
internal static class ClusterGate
{
    private static readonly PathString[] Open = ["/health", "/metrics", "/openapi", "/reference", "/assets", "/_content", "/_framework"];

    public static IApplicationBuilder UseClusterGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var connection = context.RequestServices.GetRequiredService<IClusterConnection>();
        if (connection.IsConnected || context.Request.Path == "/" || Open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        await ProblemWriter.Write(context, CallFailures.ClusterUnavailable());
    });
}
