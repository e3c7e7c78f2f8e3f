using System.Data.Common;
using System.Security.Cryptography;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Adilas.Journal;

/// <summary>Follows one state's chain of hashes from its first row to its newest.</summary>
internal sealed class JournalVerifier(IPlatformDatabase database, IOptions<ClusterOptions> cluster) : IJournalVerifier
{
    private const int RowsAtOnce = 100;

    private const string Rows = """
        SELECT version, write_id, written_at, CAST(corporation AS CHAR), CAST(actor AS CHAR), CAST(on_behalf_of AS CHAR), CAST(action AS CHAR),
          trace_id, is_tombstone, is_thinned, prev_hash, payload_hash, hash, payload, CAST(grain_type AS CHAR)
        FROM journal WHERE service = @service AND state_name = @state AND grain_key = @key AND version > @after
        ORDER BY version LIMIT @limit
        """;

    public async Task<ChainCheck> Check(string stateName, string grainKey, CancellationToken cancellationToken)
    {
        var newest = StoredVersion.None;
        while (true)
        {
            var rows = await database.Read((connection, ct) => Read(connection, stateName, grainKey, newest.Version, ct), cancellationToken);
            foreach (var (row, at, isThinned, hash) in rows)
            {
                if (Fault(newest, row, at, isThinned, hash) is { } fault) return new ChainCheck(newest.Version, fault);
                newest = new StoredVersion(row.Version, at, hash);
            }

            if (rows.Count < RowsAtOnce) return new ChainCheck(newest.Version, null);
        }
    }

    private static string? Fault(StoredVersion before, JournalRow row, long at, bool isThinned, byte[] hash)
    {
        if (row.Version != before.Version + 1) return $"Version {before.Version + 1} is missing.";
        if (!Same(row.PreviousHash, before.Hash)) return $"Version {row.Version} does not follow on version {before.Version} as it stands.";
        if (at <= before.At) return $"Version {row.Version} is not younger than version {before.Version}.";
        if (!Same(JournalHash.Of(row, at), hash)) return $"Version {row.Version} was altered.";
        if (row.Payload is null) return row.IsTombstone || isThinned ? null : $"The content of version {row.Version} is missing.";
        return Same(SHA256.HashData(row.Payload), row.PayloadHash) ? null : $"The content of version {row.Version} was altered.";
    }

    private async Task<List<(JournalRow Row, long At, bool IsThinned, byte[] Hash)>> Read(
        DbConnection connection, string stateName, string grainKey, long after, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Rows;
        command.Add("@service", cluster.Value.ServiceId).Add("@state", stateName).Add("@key", grainKey)
            .Add("@after", after).Add("@limit", RowsAtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(JournalRow, long, bool, byte[])>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new JournalKey(cluster.Value.ServiceId, reader.GetString(14), stateName, grainKey);
            var row = new JournalRow(
                key, reader.GetInt64(0), (byte[])reader[1], reader.GetString(3), reader.GetString(4), reader[5] as string, reader.GetString(6),
                reader[7] as byte[], reader.GetInt64(8) != 0, reader[10] as byte[], reader[11] as byte[], reader[13] as byte[]);
            rows.Add((row, reader.GetInt64(2), reader.GetInt64(9) != 0, (byte[])reader[12]));
        }

        return rows;
    }

    private static bool Same(byte[]? left, byte[]? right) =>
        left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);
}
