using System.Globalization;
using MySqlConnector;

namespace Adilas.Benchmarks;

/// <summary>The peer: a table of jobs that workers empty in batches with SKIP LOCKED, flushed on each commit, without anything that is ours.</summary>
internal sealed class SkipLockedQueue(string connectionString)
{
    private const int Batch = 100;

    public Task Create(CancellationToken cancellationToken) => Run(
        """
        DROP TABLE IF EXISTS peer_job;
        CREATE TABLE peer_job (id BIGINT NOT NULL AUTO_INCREMENT, due_at BIGINT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (id), KEY (due_at)) ENGINE=InnoDB
        """,
        cancellationToken);

    public Task Enqueue(int count, CancellationToken cancellationToken) => Run(
        $"INSERT INTO peer_job (due_at, payload) VALUES {string.Join(',', Enumerable.Repeat("(0,'{}')", count))}", cancellationToken);

    /// <summary>Takes a batch, and drops it as done.</summary>
    public static async Task<int> Work(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        await using var taking = new MySqlCommand(
            $"SELECT id, payload FROM peer_job WHERE due_at <= 1 ORDER BY due_at LIMIT {Batch.ToString(CultureInfo.InvariantCulture)} FOR UPDATE SKIP LOCKED",
            connection,
            transaction);
        var ids = new List<string>();
        await using (var reader = await taking.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetInt64(0).ToString(CultureInfo.InvariantCulture));
        }

        if (ids.Count == 0) return 0;
        await using var done = new MySqlCommand($"DELETE FROM peer_job WHERE id IN ({string.Join(',', ids)})", connection, transaction);
        await done.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }

    public async Task<MySqlConnection> Connect(CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task Run(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await Connect(cancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
