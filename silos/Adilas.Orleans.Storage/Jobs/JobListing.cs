using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>
/// Lists jobs of one of the two tables, newest first. Where no index answers a condition, a bounded number of jobs is looked at and the list
/// goes on from there: a condition that few meet gives short pages and never a long statement.
/// </summary>
internal sealed class JobListing(CorporationId corporation, JobFilter filter, JobId? before, int limit, int maxLook)
{
    /// <param name="Next">The last job that was looked at; <c>null</c>: all were.</param>
    public sealed record Part(IReadOnlyList<JobRow> Jobs, JobId? Next)
    {
        public static Part Nothing { get; } = new([], null);
    }

    public async Task<Part> Read(IPlatformDatabase database, bool isEnded, CancellationToken cancellationToken)
    {
        var (table, columns) = isEnded ? ("job_history", JobColumns.ReadEndedShort) : ("job", JobColumns.ReadWaitingShort);
        var looked = isEnded ? JobColumns.EndedShort : JobColumns.WaitingShort;
        var keys = new List<string> { "corporation = @corporation" };
        if (before is not null) keys.Add("job_id < @before");
        if (filter.From is not null) keys.Add("job_id >= @from");
        if (filter.To is not null) keys.Add("job_id < @to");
        var lane = filter.State switch
        {
            JobState.Running => JobLane.Running,
            JobState.AwaitingApproval => JobLane.Approval,
            _ => null,
        };
        if (lane is not null) keys.Add("lane = @lane");
        if (isEnded && filter.State is not null) keys.Add("end_state = @state");
        var conditions = Conditions().ToList();
        var key = string.Join(" AND ", keys);
        var rows = await database.ReadRows(
            conditions.Count == 0
                ? $"SELECT {columns} FROM {table} WHERE {key} ORDER BY job_id DESC LIMIT @limit"
                : $"""
                  SELECT {columns} FROM (SELECT {looked} FROM {table} WHERE {key} ORDER BY job_id DESC LIMIT @look) AS looked
                  WHERE {string.Join(" AND ", conditions)} ORDER BY job_id DESC LIMIT @limit
                  """,
            command => command.Add("@corporation", corporation.Value).Add("@before", before?.Value).Add("@from", filter.From?.Value)
                .Add("@to", filter.To?.Value).Add("@lane", lane).Add("@state", (int?)filter.State).Add("@look", maxLook).Add("@limit", limit)
                .Add("@kind", filter.Kind).Add("@queue", filter.Queue).Add("@now", StoredTime.ToMicroseconds(filter.Now))
                .Add("@running", JobLane.Running).Add("@approval", JobLane.Approval),
            reader => JobColumns.Read(reader, isEnded).Row,
            cancellationToken);
        if (rows.Count == limit) return new Part(rows, rows[^1].Id);
        if (conditions.Count == 0) return new Part(rows, null);

        var last = await database.ReadRows(
            $"SELECT CAST(job_id AS CHAR) FROM {table} WHERE {key} ORDER BY job_id DESC LIMIT 1 OFFSET {maxLook - 1}",
            command => command.Add("@corporation", corporation.Value).Add("@before", before?.Value).Add("@from", filter.From?.Value)
                .Add("@to", filter.To?.Value).Add("@lane", lane).Add("@state", (int?)filter.State),
            reader => JobId.Parse(reader.GetString(0)),
            cancellationToken);
        return new Part(rows, last.Count == 0 ? null : last[0]);
    }

    /// <summary>Puts the parts of the two tables together, down to where both were looked through.</summary>
    public static (IReadOnlyList<JobRow> Jobs, JobId? Next) Merge(Part waiting, Part ended, int limit)
    {
        var until = Later(waiting.Next, ended.Next);
        var jobs = waiting.Jobs.Concat(ended.Jobs)
            .Where(job => until is not { } end || string.CompareOrdinal(job.Id.Value, end.Value) >= 0)
            .OrderByDescending(job => job.Id.Value, StringComparer.Ordinal)
            .DistinctBy(job => job.Id)
            .ToList();
        return jobs.Count > limit ? (jobs[..limit], jobs[limit - 1].Id) : (jobs, until);
    }

    private static JobId? Later(JobId? one, JobId? other) =>
        one is not { } first ? other : other is not { } second ? one : string.CompareOrdinal(first.Value, second.Value) > 0 ? one : other;

    private IEnumerable<string> Conditions()
    {
        if (filter.Kind is not null) yield return "kind = @kind";
        if (filter.Queue is not null) yield return "queue = @queue";
        switch (filter.State)
        {
            case JobState.Waiting:
                yield return "lane <> @running AND lane <> @approval AND next_at > @now AND failure_code IS NULL";
                break;
            case JobState.Due:
                yield return "lane <> @running AND lane <> @approval AND next_at <= @now";
                break;
            case JobState.Failed:
                yield return "lane <> @running AND lane <> @approval AND next_at > @now AND failure_code IS NOT NULL";
                break;
            case null or JobState.AwaitingApproval or JobState.Running or JobState.Succeeded or JobState.Dead or JobState.Cancelled:
                break;
        }
    }
}
