using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>Signs callers with the web hosts' key, and uses a seal again until half its life is over.</summary>
internal sealed class Sealer(IOptions<SealOptions> options, TimeProvider clock)
{
    /// <summary>Bounds memory; far more callers than act within half a lease. Beyond it the cache starts anew.</summary>
    internal const int MaxCached = 10_000;

    private readonly ConcurrentDictionary<CallerContext, Signed> cache = new();
    private readonly SealKeyRing keys = new(options.Value.WebKeys);
    private readonly TimeSpan lease = options.Value.Lease;

    public string Seal(CallerContext caller)
    {
        var now = clock.GetUtcNow();
        if (cache.TryGetValue(caller, out var known) && now >= known.At && now - known.At < lease / 2) return known.Text;

        var text = Access.Seal.Sign(caller, now + lease, SealRing.Web, keys);
        if (cache.Count >= MaxCached) cache.Clear();
        cache[caller] = new Signed(text, now);
        return text;
    }

    private readonly record struct Signed(string Text, DateTimeOffset At);
}
