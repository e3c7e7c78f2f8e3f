using System.Threading.RateLimiting;
using Adilas.Access;
using Adilas.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Adilas.RateLimits;

/// <summary>A bucket for each key, one for each address without a key, and a bound on all requests together.</summary>
internal static class RateLimiting
{
    /// <summary>Buckets are filled ten times a second, so that a steady caller is served steadily.</summary>
    private const int FillsPerSecond = 10;

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(ByCaller(options.Value), Together(options.Value));
            limiter.OnRejected = Reject;
        });
        return services;
    }

    private static PartitionedRateLimiter<HttpContext> ByCaller(RateLimitOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
    {
        if (!IsLimited(context)) return RateLimitPartition.GetNoLimiter("");
        return context.User.Identity is CallerIdentity known
            ? Bucket($"key:{known.KeyId}", options.RequestsPerSecond, options.Burst)
            : Bucket($"address:{FailedProofs.NetworkOf(context.Connection.RemoteIpAddress)}", options.AnonymousPerSecond, options.AnonymousBurst);
    });

    private static PartitionedRateLimiter<HttpContext> Together(RateLimitOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(
        context => IsLimited(context)
            ? RateLimitPartition.GetConcurrencyLimiter(
                "all", _ => new ConcurrencyLimiterOptions { PermitLimit = options.Concurrent, QueueLimit = options.Concurrent })
            : RateLimitPartition.GetNoLimiter(""));

    private static RateLimitPartition<string> Bucket(string name, int perSecond, int burst) => RateLimitPartition.GetTokenBucketLimiter(name, _ =>
    {
        var fills = perSecond >= FillsPerSecond ? FillsPerSecond : 1;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(burst, perSecond / fills),
            TokensPerPeriod = perSecond / fills,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / fills),
            QueueLimit = 0,
        };
    });

    // Assets, circuits, health and metrics are not what a caller could wear the cluster out with.
    private static bool IsLimited(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask Reject(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            ProblemWriter.SetRetryAfter(rejected.HttpContext, wait);
            await ProblemWriter.Write(
                rejected.HttpContext, StatusCodes.Status429TooManyRequests, "too-many-requests", "This caller asks more often than it may. Wait.");
            return;
        }

        await ProblemWriter.Write(
            rejected.HttpContext, StatusCodes.Status503ServiceUnavailable, "unavailable", "Too many requests are being served. Try again.");
    }
}
