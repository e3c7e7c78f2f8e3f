using System.Diagnostics;
using System.Text;
using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>What the table itself allows: one connection that stores so many rows with each statement, checks nothing and tells nobody.</summary>
internal sealed class BareLoop(string connectionString)
{
    private const string Columns =
        "service, grain_type, state_name, grain_key, version, write_id, written_at, corporation, actor, on_behalf_of, action, trace_id, "
        + "is_tombstone, prev_hash, payload_hash, hash, payload";

    private readonly byte[] payload = Encoding.UTF8.GetBytes(new string('x', 600));
    private long version;

    public async Task<double> Run(int rows, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var places = $"({string.Join(',', Enumerable.Repeat("?", 17))})";
        var text = $"INSERT INTO journal ({Columns}) VALUES {string.Join(',', Enumerable.Repeat(places, rows))}";
        var stored = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            version++;
            for (var row = 0; row < rows; row++)
            {
                foreach (var value in Row(row)) command.Parameters.Add(new MySqlParameter { Value = value });
            }

            stored += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return stored / watch.Elapsed.TotalSeconds;
    }

    private object?[] Row(int row) =>
    [
        "bare", "bench", "bench", $"bare-{row:000}/x", version, new byte[16], version, $"bare-{row:000}", "bench", null, "Bench.Write", null, 0,
        new byte[32], new byte[32], new byte[32], payload,
    ];
}
