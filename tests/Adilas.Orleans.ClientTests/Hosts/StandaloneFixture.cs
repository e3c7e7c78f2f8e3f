using Adilas.Hosts;

[assembly: AssemblyFixture(typeof(StandaloneFixture))]

namespace Adilas.Hosts;

/// <summary>One Standalone for the whole assembly, started when the first test asks for it. Tests stay apart by using fresh ids.</summary>
public sealed class StandaloneFixture : IAsyncDisposable
{
    // Tests ask far more often than any caller should, and their receivers are on this machine.
    private readonly Lazy<Task<StandaloneHost>> host = new(() => StandaloneHost.Start(
        ("RateLimits__RequestsPerSecond", "100000"), ("RateLimits__Burst", "100000"),
        ("RateLimits__AnonymousPerSecond", "100000"), ("RateLimits__AnonymousBurst", "100000"), ("RateLimits__WrongKeysPerMinute", "100000"),
        ("Jobs__AllowPrivateAddresses__0", "127.0.0.1/32")));

    internal Task<StandaloneHost> Host => host.Value;

    internal static string NewId(string kind) => $"{kind}-{Guid.NewGuid():N}"[..24];

    internal async Task<Api> Operator() => (await Host).As((await Host).OperatorKey);

    public async ValueTask DisposeAsync()
    {
        if (host is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await host.Value).DisposeAsync();
    }
}
