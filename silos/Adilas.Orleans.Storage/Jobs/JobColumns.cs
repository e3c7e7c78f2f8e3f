using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Adilas.Storage;

namespace Adilas.Jobs;

/// <summary>The columns of jobs, in the order in which they are written and read.</summary>
internal static class JobColumns
{
    /// <summary>What both tables have, without the payload.</summary>
    private const string Common =
        "corporation, job_id, queue, kind, due_at, priority, attempt, max_attempts, attempts_each, deadline_s, backoff_s, created_at, created_by, "
        + "dedupe_key, concurrency_key, origin, worker, started_at, progress, note, failure_code, failure_message, attempt_log, write_id, created_for";

    public const string Waiting = $"{Common}, lane, next_at, payload";
    public const string Ended = $"{Common}, end_state, finished_at, result, payload";

    private const string CommonRead =
        "CAST(corporation AS CHAR), CAST(job_id AS CHAR), CAST(queue AS CHAR), CAST(kind AS CHAR), due_at, priority, attempt, max_attempts, attempts_each, "
        + "deadline_s, backoff_s, created_at, created_by, CAST(dedupe_key AS CHAR), CAST(concurrency_key AS CHAR), origin, worker, started_at, progress, "
        + "note, failure_code, failure_message, attempt_log, write_id, created_for";

    /// <summary>All of a job that has not ended.</summary>
    public const string ReadWaiting = $"{CommonRead}, CAST(lane AS CHAR), next_at, payload";

    /// <summary>The same without its payload.</summary>
    public const string ReadWaitingShort = $"{CommonRead}, CAST(lane AS CHAR), next_at";

    /// <summary>All of a job that has ended.</summary>
    public const string ReadEnded = $"{CommonRead}, end_state, finished_at, result, payload";

    public const string ReadEndedShort = $"{CommonRead}, end_state, finished_at";

    /// <summary>Set where a job that is stored changes.</summary>
    public static readonly string[] Changing =
    [
        "lane", "next_at", "due_at", "attempt", "max_attempts", "worker", "started_at", "progress", "note", "failure_code", "failure_message",
        "attempt_log", "write_id",
    ];

    /// <summary>What the short forms are read from.</summary>
    public const string WaitingShort = $"{Common}, lane, next_at";
    public const string EndedShort = $"{Common}, end_state, finished_at";

    private const int CommonCount = 25;

    public static IEnumerable<object?> Values(string corporation, JobRow row, long writeId) =>
        [.. CommonValues(corporation, row, writeId), row.Lane, StoredTime.ToMicroseconds(row.NextAt), row.Payload];

    /// <summary>For a row that is there already: the columns that never change hold what any row may.</summary>
    public static IEnumerable<object?> ChangedValues(string corporation, JobRow row, long writeId) =>
        Values(corporation, row with { DedupeKey = null, Payload = [] }, writeId);

    public static IEnumerable<object?> EndedValues(string corporation, JobRow row, long writeId) =>
    [
        .. CommonValues(corporation, row, writeId), (int)row.End!, StoredTime.ToMicroseconds(row.FinishedAt!.Value),
        row.Result is { } result ? Encoding.UTF8.GetBytes(result) : null, row.Payload,
    ];

    public static (string Corporation, JobRow Row, long WriteId) Read(DbDataReader reader, bool isEnded)
    {
        var hasRest = reader.FieldCount > CommonCount + 2;
        var row = new JobRow(
            JobId.Parse(reader.GetString(1)),
            reader.GetString(2),
            reader.GetString(3),
            isEnded ? "" : reader.GetString(CommonCount),
            isEnded ? default : StoredTime.FromMicroseconds(reader.GetInt64(CommonCount + 1)),
            StoredTime.FromMicroseconds(reader.GetInt64(4)),
            reader.GetInt32(5),
            reader.GetInt32(6),
            reader.GetInt32(7),
            reader.GetInt32(8),
            reader.GetInt32(9),
            reader.GetInt32(10),
            StoredTime.FromMicroseconds(reader.GetInt64(11)),
            reader.GetString(12),
            hasRest ? (byte[])reader[isEnded ? CommonCount + 3 : CommonCount + 2] : [])
        {
            DedupeKey = Text(reader, 13),
            ConcurrencyKey = Text(reader, 14),
            CreatedFor = Text(reader, 24),
            Origin = Text(reader, 15),
            Worker = Text(reader, 16),
            StartedAt = Time(reader, 17),
            Progress = reader.IsDBNull(18) ? null : reader.GetInt32(18),
            Note = Text(reader, 19),
            FailureCode = Text(reader, 20),
            FailureMessage = Text(reader, 21),
            Log = reader.IsDBNull(22) ? [] : [.. JsonSerializer.Deserialize<JobAttempt[]>((byte[])reader[22], StoredJson.Options)!],
        };
        if (isEnded)
        {
            row = row with
            {
                End = (JobState)reader.GetInt32(CommonCount),
                FinishedAt = StoredTime.FromMicroseconds(reader.GetInt64(CommonCount + 1)),
                Result = hasRest && reader[CommonCount + 2] is byte[] result ? Encoding.UTF8.GetString(result) : null,
            };
        }

        return (reader.GetString(0), row, reader.GetInt64(23));
    }

    private static object?[] CommonValues(string corporation, JobRow row, long writeId) =>
    [
        corporation, row.Id.Value, row.Queue, row.Kind, StoredTime.ToMicroseconds(row.DueAt), row.Priority, row.Attempt, row.MaxAttempts,
        row.AttemptsEach, row.DeadlineSeconds, row.BackoffSeconds, StoredTime.ToMicroseconds(row.CreatedAt), row.CreatedBy, row.DedupeKey,
        row.ConcurrencyKey, row.Origin, row.Worker, row.StartedAt is { } started ? StoredTime.ToMicroseconds(started) : null, row.Progress, row.Note,
        row.FailureCode, row.FailureMessage, row.Log.IsEmpty ? null : JsonSerializer.SerializeToUtf8Bytes(row.Log.AsSpan().ToArray(), StoredJson.Options),
        writeId, row.CreatedFor,
    ];

    private static string? Text(DbDataReader reader, int place) =>
        reader.IsDBNull(place) ? null : Convert.ToString(reader[place], CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(DbDataReader reader, int place) =>
        reader.IsDBNull(place) ? null : StoredTime.FromMicroseconds(reader.GetInt64(place));
}
