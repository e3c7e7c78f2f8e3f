using System.Globalization;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Feeds;

/// <summary>Reads feeds from the projections that carry the time of each change.</summary>
internal sealed class FeedSource(IPlatformDatabase database) : IFeedSource
{
    public async Task<IReadOnlyList<FeedRow>> ChangedSince(
        FeedName feed, DateTimeOffset since, FeedRow? after, int limit, CancellationToken cancellationToken)
    {
        // A page begins after the last row of the one before it: many rows may share a time.
        const string Page = "(changed_at > @since OR changed_at = @since AND grain_key > @after) ORDER BY changed_at, grain_key LIMIT @limit";
        return await database.ReadRows(
            $"SELECT CAST(grain_key AS CHAR), source_version, changed_at FROM {Table(feed)} WHERE {OfShard(feed)}{Page}",
            command => command
                .Add("@since", StoredTime.ToMicroseconds(after?.ChangedAt ?? since)).Add("@after", after?.Grain.Key ?? "").Add("@limit", limit),
            reader => new FeedRow(new GrainVersion(reader.GetString(0), reader.GetInt64(1)), StoredTime.FromMicroseconds(reader.GetInt64(2))),
            cancellationToken);
    }

    public async Task<IReadOnlyList<GrainVersion>> Versions(
        FeedName feed, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return [];
        var names = Enumerable.Range(0, keys.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@k{i}")).ToArray();
        return await database.ReadRows(
            $"SELECT CAST(grain_key AS CHAR), source_version FROM {Table(feed)} WHERE grain_key IN ({string.Join(',', names)})",
            command =>
            {
                foreach (var (name, key) in names.Zip(keys)) command.Add(name, key);
            },
            reader => new GrainVersion(reader.GetString(0), reader.GetInt64(1)),
            cancellationToken);
    }

    private static string Table(FeedName feed) =>
        feed.Shard is not null ? "settings_version" : feed == FeedName.Memberships ? "membership_version" : "corporation_fact";

    private static string OfShard(FeedName feed) =>
        feed.Shard is { } shard ? string.Create(CultureInfo.InvariantCulture, $"shard = {shard} AND ") : "";
}
