using System.Text;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Storage;

namespace Adilas.Publishing;

/// <summary>Corporations and layers as a store has them, in the hands of a test. Each reading passes a gate that the test may keep shut.</summary>
internal sealed class PretendPlatform(TimeProvider clock, Func<Task> gate) : IPublishedCorporations, IFeedSource
{
    private readonly SortedDictionary<string, (long Version, PublishedCorporation? Published, DateTimeOffset At)> corporations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, string Json, SettingsCondition[] Conditions, DateTimeOffset At, bool IsDamaged)> layers =
        new(StringComparer.Ordinal);

    /// <summary>While it is set, nobody who opted in is found.</summary>
    public bool IsDown { get; set; }

    public void Corporation(string id, bool isPublished = true, string? plan = null, Modes mode = Modes.Live)
    {
        var version = (corporations.TryGetValue(id, out var known) ? known.Version : 0) + 1;
        var published = new PublishedCorporation(CorporationId.Parse(id), version, mode, "retail", null, plan, "data0");
        corporations[id] = (version, isPublished ? published : null, clock.GetUtcNow());
    }

    public long Layer(string scope, Func<long, string> json, params SettingsCondition[] conditions)
    {
        var key = ProfileScope.TryParse(scope, out var parsed) ? parsed.GrainKey : throw new ArgumentException(scope);
        var version = layers.GetValueOrDefault(key).Version + 1;
        layers[key] = (version, json(version), conditions, clock.GetUtcNow(), false);
        return version;
    }

    /// <summary>As if what is stored of the layer had been damaged.</summary>
    public void Damage(string grainKey) => layers[grainKey] = layers[grainKey] with { IsDamaged = true };

    public long VersionOf(string grainKey) => layers.GetValueOrDefault(grainKey).Version;

    public PublishedCorporation? Published(string id) => corporations.GetValueOrDefault(id).Published;

    /// <summary>As if the database had been restored to an earlier state.</summary>
    public void GoBack(string id, long version) =>
        corporations[id] = (version, corporations[id].Published! with { Version = version }, clock.GetUtcNow());

    public async Task<IReadOnlyList<PublishedCorporation>> List(string? after, int limit, CancellationToken cancellationToken)
    {
        await gate();
        return [.. corporations.Values.Select(it => it.Published).OfType<PublishedCorporation>()
            .Where(it => string.CompareOrdinal(it.Id.Value, after) > 0).Take(limit)];
    }

    public async Task<IReadOnlyList<PublishedCorporation>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await gate();
        if (IsDown) throw new RefusedException(Refusal.Unavailable, "database-unavailable", "Down.");
        return [.. ids.Select(Published).OfType<PublishedCorporation>()];
    }

    public async Task<IReadOnlyList<StoredLayer>> Layers(IReadOnlyCollection<string> grainKeys, CancellationToken cancellationToken)
    {
        await gate();
        return [.. grainKeys.Where(layers.ContainsKey).Select(key => new StoredLayer(key, layers[key].Version, State(layers[key])))];
    }

    public async Task<IReadOnlyList<FeedRow>> ChangedSince(FeedName feed, DateTimeOffset since, FeedRow? after, int limit, CancellationToken cancellationToken)
    {
        await gate();
        var rows = feed.Shard is { } shard
            ? layers.Where(layer => FeedName.ShardOf(layer.Key) == shard).Select(layer => new FeedRow(new(layer.Key, layer.Value.Version), layer.Value.At))
            : corporations.Select(it => new FeedRow(new(it.Key, it.Value.Version), it.Value.At));
        return after is null ? [.. rows.Where(row => row.ChangedAt >= since).Take(limit)] : [];
    }

    public Task<IReadOnlyList<GrainVersion>> Versions(FeedName feed, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static byte[] State((long Version, string Json, SettingsCondition[] Conditions, DateTimeOffset At, bool IsDamaged) layer) =>
        Encoding.UTF8.GetBytes(layer.IsDamaged ? "{\"document\":[" : JsonSerializer.Serialize(
        new SettingsProfileState { Document = SettingsDocument.Parse(layer.Json), Conditions = layer.Conditions.Length == 0 ? null : layer.Conditions },
        StoredJson.Options));
}
