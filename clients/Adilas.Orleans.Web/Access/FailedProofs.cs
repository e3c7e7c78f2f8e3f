using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Adilas.RateLimits;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>Counts wrong keys by address, so that nobody can try many. An IPv6 caller counts by its network, of which it owns every address.</summary>
internal sealed class FailedProofs(IOptions<RateLimitOptions> options, TimeProvider clock)
{
    internal const int MaxAddresses = 50_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Start, int Count)> failures = new(StringComparer.Ordinal);

    /// <summary>How long this address must wait before it may try another key; <c>null</c> when it may now.</summary>
    public TimeSpan? MustWait(IPAddress? address)
    {
        if (!failures.TryGetValue(NetworkOf(address), out var entry) || entry.Count < options.Value.WrongKeysPerMinute) return null;
        var left = entry.Start + Window - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : null;
    }

    public void Add(IPAddress? address)
    {
        var now = clock.GetUtcNow();
        if (failures.Count >= MaxAddresses) Drop(now);
        failures.AddOrUpdate(
            NetworkOf(address),
            static (_, now) => (now, 1),
            static (_, entry, now) => now - entry.Start >= Window ? (now, 1) : (entry.Start, entry.Count + 1),
            now);
    }

    /// <summary>The address as text, or for IPv6 its first 64 bits.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes()[..8]) : address.ToString();
    }

    private void Drop(DateTimeOffset now)
    {
        foreach (var (address, entry) in failures)
            if (now - entry.Start >= Window) failures.TryRemove(address, out _);
        if (failures.Count >= MaxAddresses) failures.Clear();
    }
}
