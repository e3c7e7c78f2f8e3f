using System.Data.Common;
using System.Security.Cryptography;
using Adilas.Jobs;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Calendars;

/// <summary>Stores the jobs that a firing makes in its transaction, as the writer of jobs stores those that are ordered.</summary>
internal sealed class ScheduledJobs(DbConnection connection, DbTransaction transaction, SqlDialect dialect, string corporation)
{
    /// <summary>Stores them with the line in which they wait. A payload each: many together may be more than the server takes at once.</summary>
    public async Task Add(IReadOnlyCollection<JobRow> jobs, CancellationToken cancellationToken)
    {
        var writeId = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
        foreach (var job in jobs)
        {
            await Execute(
                text => text.Add($"INSERT INTO job ({JobColumns.Waiting}) VALUES ").Rows([JobColumns.Values(corporation, job, writeId)]), cancellationToken);
        }

        foreach (var line in jobs.Select(JobBatch.LineOf).GroupBy(line => line with { DueAt = default }).Select(group => group.MinBy(line => line.DueAt)!))
        {
            await Execute(
                text => text.Add("INSERT INTO job_line (corporation, lane, queue, priority, due_at) VALUES ")
                    .Rows([[corporation, line.Lane, line.Queue, line.Priority, StoredTime.ToMicroseconds(line.DueAt)]])
                    .Add(
                        " ON DUPLICATE KEY UPDATE due_at = LEAST(due_at, VALUES(due_at))",
                        " ON CONFLICT (corporation, lane, queue, priority) DO UPDATE SET due_at = MIN(due_at, excluded.due_at)"),
                cancellationToken);
        }
    }

    private async Task Execute(Action<SqlText> write, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var text = new SqlText(command, dialect);
        write(text);
        await text.Finish().ExecuteNonQueryAsync(cancellationToken);
    }
}
