using System.Collections.Concurrent;
using Adilas.Corporations;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>The profiles that are held, by corporation and then by user. Finding one takes no lock; adding and removing is rare.</summary>
internal sealed class HeldProfiles
{
    private readonly ConcurrentDictionary<string, OfCorporation> corporations = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public int Count => All().Count();

    public HeldProfile? Find(CorporationId corporation, UserId? user) =>
        corporations.TryGetValue(corporation.Value, out var all) ? all.Find(user) : null;

    /// <summary>The profile that is held already, or else <paramref name="held"/>, which is from now on.</summary>
    public HeldProfile FindOrAdd(HeldProfile held)
    {
        lock (gate)
        {
            var all = corporations.GetOrAdd(held.Corporation.Value, static _ => new OfCorporation());
            if (all.Find(held.User) is { } known) return known;
            all.Add(held);
            return held;
        }
    }

    public void Remove(HeldProfile held)
    {
        lock (gate)
        {
            if (!corporations.TryGetValue(held.Corporation.Value, out var all) || all.Find(held.User) != held) return;
            all.Remove(held);
            if (!all.All().Any()) corporations.TryRemove(held.Corporation.Value, out _);
        }
    }

    public IEnumerable<HeldProfile> All() => corporations.SelectMany(entry => entry.Value.All());

    private sealed class OfCorporation
    {
        // To compare so few names takes less time than to hash one.
        private const int MaxFew = 4;

        private volatile HeldProfile? own;
        private volatile HeldProfile[] few = [];
        private volatile ConcurrentDictionary<string, HeldProfile>? others;

        public HeldProfile? Find(UserId? user)
        {
            if (user is not { Value: var name }) return own;
            foreach (var held in few)
            {
                if (held.User!.Value.Value == name) return held;
            }

            return others?.GetValueOrDefault(name);
        }

        public void Add(HeldProfile held)
        {
            if (held.User is not { Value: var name }) own = held;
            else if (few.Length < MaxFew) few = [.. few, held];
            else (others ??= new(StringComparer.Ordinal))[name] = held;
        }

        public void Remove(HeldProfile held)
        {
            if (held == own) own = null;
            else if (few.Contains(held)) few = [.. few.Where(other => other != held)];
            else others!.TryRemove(held.User!.Value.Value, out _);
        }

        public IEnumerable<HeldProfile> All()
        {
            if (own is { } corporation) yield return corporation;
            foreach (var held in few) yield return held;
            foreach (var entry in others ?? []) yield return entry.Value;
        }
    }
}
