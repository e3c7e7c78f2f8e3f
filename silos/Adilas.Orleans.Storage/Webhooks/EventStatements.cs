using System.Security.Cryptography;
using Adilas.Jobs;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>
/// The statements that make a job of an event for each endpoint that wants to hear of it. The server itself looks these up, in the
/// transaction that stores what happened: where there are none, that look-up is all that it costs.
/// </summary>
/// <param name="Pieces">The text around the values: one more than these.</param>
/// <param name="MakesJobs">Whether its number of rows is that of the jobs.</param>
internal sealed record EventStatements(IReadOnlyList<string> Pieces, IReadOnlyList<object?> Values, bool MakesJobs)
{
    // Whom a job goes to are its first three columns; the others are the same for all.
    private const int OwnColumns = 3;

    /// <summary>
    /// Whether anybody is to hear of it: one row or none. Nearly always nobody is, and a look into an index is a fraction of what it costs
    /// the server to read the statements of <see cref="Of"/>.
    /// </summary>
    public static EventStatements IsWanted(CorporationEvent happened)
    {
        var text = new Writing().Add("SELECT 1 FROM webhook_event WHERE corporation = ").Value(happened.Corporation.Value).Add(" AND pattern IN ")
            .List(EventType.Patterns(happened.Type)).Add(" AND collects_until > ").Value(StoredTime.ToMicroseconds(happened.At)).Add(" LIMIT 1");
        return text.Finish(makesJobs: false);
    }

    public static IEnumerable<EventStatements> Of(CorporationEvent happened, SqlDialect dialect)
    {
        var job = happened.ToJob(WebhookId.Parse("any"));
        var writeId = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
        var jobs = new Writing()
            .Add($"INSERT INTO job ({JobColumns.Waiting}) SELECT e.corporation, {(dialect is SqlDialect.MySql ? "CONCAT(" : "")}")
            .Value(happened.Id.Value + "-").Add(dialect is SqlDialect.MySql ? ", e.webhook_id), e.queue" : " || e.webhook_id, e.queue");
        foreach (var value in JobColumns.Values(happened.Corporation.Value, job, writeId).Skip(OwnColumns)) jobs.Add(", ").Value(value);
        yield return From(jobs, happened).Finish(makesJobs: true);

        var lines = new Writing().Add("INSERT INTO job_line (corporation, lane, queue, priority, due_at) SELECT e.corporation, ").Value(job.Lane)
            .Add(", e.queue, ").Value(job.Priority).Add(", ").Value(StoredTime.ToMicroseconds(job.NextAt));
        yield return From(lines, happened)
            .Add(Sooner(dialect))
            .Finish(makesJobs: false);

        if (happened.ToMail() is not { } mail) yield break;
        yield return new Writing().Add($"INSERT INTO job ({JobColumns.Waiting}) VALUES ").List(JobColumns.Values(happened.Corporation.Value, mail, writeId))
            .Finish(makesJobs: true);
        yield return new Writing().Add("INSERT INTO job_line (corporation, lane, queue, priority, due_at) VALUES ")
            .List([happened.Corporation.Value, mail.Lane, mail.Queue, mail.Priority, StoredTime.ToMicroseconds(mail.NextAt)])
            .Add(Sooner(dialect))
            .Finish(makesJobs: false);
    }

    private static string Sooner(SqlDialect dialect) => dialect is SqlDialect.MySql
        ? " ON DUPLICATE KEY UPDATE due_at = LEAST(job_line.due_at, VALUES(due_at))"
        : " ON CONFLICT (corporation, lane, queue, priority) DO UPDATE SET due_at = MIN(due_at, excluded.due_at)";

    private static Writing From(Writing text, CorporationEvent happened)
    {
        var patterns = EventType.Patterns(happened.Type);
        text.Add(" FROM (SELECT DISTINCT corporation, webhook_id, queue FROM webhook_event WHERE corporation = ")
            .Value(happened.Corporation.Value)
            .Add(" AND pattern IN ").List(patterns).Add(" AND collects_until > ").Value(StoredTime.ToMicroseconds(happened.At));
        if (happened.Except is { } except) text.Add(" AND webhook_id <> ").Value(except.Value);

        // With a condition the embedded database knows where the query ends and its conflict clause begins.
        // In one order everywhere, so that two transactions do not wait for each other.
        return text.Add(") AS e WHERE 1 = 1 ORDER BY e.queue");
    }

    private sealed class Writing
    {
        private readonly List<string> pieces = [""];
        private readonly List<object?> values = [];

        public Writing Add(string text)
        {
            pieces[^1] += text;
            return this;
        }

        public Writing Value(object? value)
        {
            values.Add(value);
            pieces.Add("");
            return this;
        }

        public Writing List(IEnumerable<object?> row)
        {
            foreach (var (index, value) in row.Index()) Add(index == 0 ? "(" : ", ").Value(value);
            return Add(")");
        }

        public EventStatements Finish(bool makesJobs) => new(pieces, values, makesJobs);
    }
}
