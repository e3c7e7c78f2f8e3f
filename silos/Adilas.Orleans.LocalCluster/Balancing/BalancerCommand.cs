using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Adilas.LocalCluster;

/// <summary><c>balancer URL TARGET…</c>: takes calls at the first address and passes each to one of the others that is ready.</summary>
internal static class BalancerCommand
{
    private const string AnyHost = "any";
    private const string SameHost = "same";
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    /// <summary>Event streams and waiting workers may be silent for a while.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    public static async Task<int> Run(string[] addresses)
    {
        if (addresses is not [var url, _, ..])
        {
            await Console.Error.WriteLineAsync("Usage: balancer URL TARGET…");
            return 2;
        }

        await using var balancer = Build(url, addresses[1..]);
        await balancer.RunAsync();
        return 0;
    }

    internal static WebApplication Build(string url, IReadOnlyList<string> targets, LogLevel logLevel = LogLevel.Warning)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);

        // How much is too much is for the web hosts to say.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.SetMinimumLevel(logLevel);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddReverseProxy().LoadFromMemory(Routes, [Cluster(AnyHost, targets), Cluster(SameHost, targets)]);

        var app = builder.Build();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<NextTargetMiddleware>();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
        });
        return app;
    }

    /// <summary>A live page is a conversation with the host that began it; everything else may go anywhere.</summary>
    private static RouteConfig[] Routes =>
    [
        new() { RouteId = AnyHost, ClusterId = AnyHost, Match = new() { Path = "{**path}" } },
        new() { RouteId = SameHost, ClusterId = SameHost, Match = new() { Path = "/_blazor/{**path}" } },
    ];

    private static ClusterConfig Cluster(string id, IReadOnlyList<string> targets) => new()
    {
        ClusterId = id,
        LoadBalancingPolicy = "RoundRobin",
        Destinations = targets.ToDictionary(target => target, target => new DestinationConfig { Address = target }),
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = LongestSilence },
        SessionAffinity = id is SameHost ? new() { Enabled = true, Policy = "HashCookie", AffinityKeyName = "adilas-host" } : null,
        HealthCheck = new()
        {
            // A host that has not been asked yet counts as ready: the retry finds out sooner than a probe would. When none is ready
            // all are called: on a busy machine, or while a silo leaves, all may answer a probe late that answer a call in good time.
            AvailableDestinationsPolicy = "HealthyOrPanic",
            Active = new() { Enabled = true, Interval = ProbeEvery, Timeout = ProbeEvery, Policy = "ConsecutiveFailures", Path = "/health/ready" },
        },
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "1" },
    };
}
