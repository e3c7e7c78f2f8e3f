using System.Data.Common;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Jobs.Bulk;

/// <summary>Reads the projection <c>bulk_operation</c>.</summary>
internal sealed class BulkOperationDirectory(IPlatformDatabase database) : IBulkOperationDirectory
{
    private const string Columns = """
        SELECT CAST(operation AS CHAR), verb, phase, job_state, CAST(kind AS CHAR), CAST(queue AS CHAR), from_at, to_at, ordered_by, ordered_at, expected,
          done, skipped, ended_at, ended_by, problem
        FROM bulk_operation
        """;

    public Task<IReadOnlyList<BulkOperation>> List(
        CorporationId corporation, BulkOperationId? before, int limit, CancellationToken cancellationToken) => database.ReadRows(
        $"{Columns} WHERE corporation = @corporation{(before is null ? "" : " AND operation < @before")} ORDER BY operation DESC LIMIT @limit",
        command => command.Add("@corporation", corporation.Value).Add("@before", before?.Value).Add("@limit", limit),
        Read,
        cancellationToken);

    public async Task<int> CountRunning(CorporationId corporation, CancellationToken cancellationToken) => (await database.ReadRows(
        "SELECT COUNT(*) FROM bulk_operation WHERE corporation = @corporation AND phase = @phase",
        command => command.Add("@corporation", corporation.Value).Add("@phase", (int)BulkPhase.Running),
        reader => reader.GetInt32(0),
        cancellationToken))[0];

    private static BulkOperation Read(DbDataReader reader) => new(
        BulkOperationId.Parse(reader.GetString(0)),
        (BulkVerb)reader.GetInt32(1),
        new JobQuery(
            reader.IsDBNull(3) ? null : (JobState)reader.GetInt32(3), Text(reader, 4), Text(reader, 5), Time(reader, 6), Time(reader, 7)),
        (BulkPhase)reader.GetInt32(2),
        reader.GetString(8),
        StoredTime.FromMicroseconds(reader.GetInt64(9)),
        reader.GetInt32(10),
        reader.GetInt32(11),
        reader.GetInt32(12),
        Time(reader, 13),
        Text(reader, 14))
    {
        Problem = Text(reader, 15),
    };

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : StoredTime.FromMicroseconds(reader.GetInt64(column));
}
