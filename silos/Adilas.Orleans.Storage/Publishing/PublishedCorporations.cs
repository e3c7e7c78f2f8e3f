using System.Data.Common;
using System.Globalization;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Adilas.Publishing;

/// <summary>Reads the projection of those that opted in, and the newest row of each of their layers.</summary>
internal sealed class PublishedCorporations(IPlatformDatabase database, StateJson json, IOptions<ClusterOptions> cluster)
    : IPublishedCorporations
{
    private const string Rows =
        "SELECT CAST(grain_key AS CHAR), source_version, mode, industry, theme, plan, stack FROM corporation_published";

    public Task<IReadOnlyList<PublishedCorporation>> List(string? after, int limit, CancellationToken cancellationToken) => database.ReadRows(
        $"{Rows} WHERE grain_key > @after ORDER BY grain_key LIMIT @limit",
        command => command.Add("@after", after ?? "").Add("@limit", limit),
        Corporation,
        cancellationToken);

    public async Task<IReadOnlyList<PublishedCorporation>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        return await database.ReadRows(
            $"{Rows} WHERE grain_key IN ({Names(ids.Count)})", command => Bind(command, ids), Corporation, cancellationToken);
    }

    public async Task<IReadOnlyList<StoredLayer>> Layers(IReadOnlyCollection<string> grainKeys, CancellationToken cancellationToken)
    {
        if (grainKeys.Count == 0) return [];
        var rows = await database.ReadRows(
            $"""
            SELECT CAST(v.grain_key AS CHAR), v.source_version, CAST(j.grain_type AS CHAR), j.payload FROM settings_version v
            JOIN journal j ON j.service = @service AND j.state_name = @state AND j.grain_key = v.grain_key AND j.version = v.source_version
            WHERE v.grain_key IN ({Names(grainKeys.Count)}) AND j.payload IS NOT NULL
            """,
            command => Bind(command, grainKeys).Add("@service", cluster.Value.ServiceId).Add("@state", StorageNames.SettingsProfile),
            reader => (Key: reader.GetString(0), Version: reader.GetInt64(1), Type: reader.GetString(2), Payload: (byte[])reader[3]),
            cancellationToken);
        var layers = new List<StoredLayer>(rows.Count);
        foreach (var (key, version, type, payload) in rows)
        {
            var stored = new JournalKey(cluster.Value.ServiceId, type, StorageNames.SettingsProfile, key);
            layers.Add(new StoredLayer(key, version, await json.Open(stored, payload, cancellationToken)));
        }

        return layers;
    }

    private static PublishedCorporation Corporation(DbDataReader reader) => new(
        CorporationId.Parse(reader.GetString(0)), reader.GetInt64(1), (Modes)reader.GetInt32(2), reader.GetString(3), reader[4] as string,
        reader[5] as string, reader.GetString(6));

    private static string Names(int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(Name));

    private static DbCommand Bind(DbCommand command, IEnumerable<string> keys)
    {
        foreach (var (index, key) in keys.Index()) command.Add(Name(index), key);
        return command;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@k{index}");
}
