using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>One profile that is in use. Merged again when one of its sources has changed, by whoever reads it next.</summary>
internal sealed class HeldProfile(CorporationId corporation, UserId? user, SharedMerges shared)
{
    private readonly Lock gate = new();
    private MergedSources? sources;

    public CorporationId Corporation => corporation;

    public UserId? User => user;

    /// <summary>The last merge; <c>null</c> before the first.</summary>
    public Profile? Current { get; private set; }

    /// <summary>The replica's count of changes up to which <see cref="Current"/> is known to be the newest.</summary>
    public long SeenChanges { get; private set; }

    /// <summary>The replica's tick in which it was last read.</summary>
    public int UsedAt { get; set; }

    public IReadOnlyList<HeldGrain> Sources => sources?.Grains ?? [];

    /// <summary>Takes the newest of what is held. Under one lock, so that no reader gets an older profile after a newer one.</summary>
    /// <param name="address">What says which layers apply, with the version that <paramref name="newest"/> follows from.</param>
    /// <param name="changes">The replica's count of changes before this was called.</param>
    /// <returns><c>null</c> when other layers apply by now.</returns>
    public Profile? Merge(HeldGrain[] newest, IEnumerable<(HeldGrain Grain, long Version)> address, long changes, ReplicaLease lease, DateTimeOffset now)
    {
        lock (gate)
        {
            if (address.Any(part => part.Grain.Version != part.Version || part.Grain.IsLost)) return null;
            if (Current is { } current && sources!.AreOf(newest) && !sources.HaveChanged && !(current.NextChange <= now))
            {
                SeenChanges = changes;
                return current;
            }

            sources = new MergedSources(newest);
            var merge = shared.Merge(corporation, now, [.. newest.Select(source => source.Value).OfType<ParsedLayer>()]);
            Current = new Profile(corporation, user, merge, sources, lease);
            SeenChanges = changes;
            return Current;
        }
    }

    /// <summary>Whether <see cref="Current"/> is still the newest, whatever else has changed.</summary>
    /// <param name="changes">The replica's count of changes before this was called.</param>
    public bool Confirm(long changes, TimeProvider clock)
    {
        lock (gate)
        {
            if (sources is null || sources.HaveChanged || Current?.NextChange <= clock.GetUtcNow()) return false;
            SeenChanges = changes;
            return true;
        }
    }

    /// <summary>The scopes of the layers that make up the profile, in rising precedence.</summary>
    public static IEnumerable<string> Scopes(Corporation corporation, UserId? user, Membership? membership)
    {
        foreach (var shared in ProfileLayers.Of(corporation.Id, corporation.Industry, corporation.Theme, corporation.Plan, corporation.Stack.Value))
            yield return shared.Text;
        if (user is not { } who) yield break;
        foreach (var role in membership?.Roles ?? []) yield return $"role:{corporation.Id.Value}:{role}";
        yield return $"user:{corporation.Id.Value}:{who.Value}";
    }
}
