using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Access;

/// <summary>Adds what was refused to the sums of the minute, and drops sums that are older than the time they are kept.</summary>
internal sealed class RefusalLog(IPlatformDatabase database) : IRefusalLog
{
    /// <summary>How long sums are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const string Insert = """
        INSERT INTO refusal_count (minute, subject, actor, action, code, count) VALUES (@minute, @subject, @actor, @action, @code, @count)
        """;

    private const string AddOnMySql = Insert + " ON DUPLICATE KEY UPDATE count = count + VALUES(count)";
    private const string AddOnSqlite = Insert + " ON CONFLICT DO UPDATE SET count = count + excluded.count";
    private const string Forget = "DELETE FROM refusal_count WHERE minute < @before";

    // Columns are narrower than what a caller may send; what is cut off is of no use to anybody.
    private const int MaxSubject = 192;

    public Task Add(IReadOnlyCollection<RefusalCount> counts, CancellationToken cancellationToken) => database.Write(
        async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            var rows = counts.Select(Parameters).ToArray();
            var add = database.Dialect is SqlDialect.MySql ? AddOnMySql : AddOnSqlite;
            await connection.ExecuteAsync(new CommandDefinition(add, rows, transaction, cancellationToken: token));
            var before = StoredTime.ToMicroseconds(counts.Max(count => count.Minute) - Retention);
            await connection.ExecuteAsync(new CommandDefinition(Forget, new { before }, transaction, cancellationToken: token));
            await transaction.CommitAsync(token);
            return rows.Length;
        },
        cancellationToken);

    private static object Parameters(RefusalCount it) => new
    {
        minute = StoredTime.ToMicroseconds(it.Minute),
        subject = it.Subject.Length <= MaxSubject ? it.Subject : it.Subject[..MaxSubject],
        actor = it.Actor,
        action = it.Action,
        code = it.Code,
        count = it.Count,
    };
}
