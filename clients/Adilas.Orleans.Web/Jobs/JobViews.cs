using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Jobs;

/// <summary>A job as it is known.</summary>
/// <param name="State">awaitingApproval, waiting, due, running, failed, succeeded, dead or cancelled.</param>
/// <param name="DueAt">The time that it was ordered for.</param>
/// <param name="NextAt">When something will happen to it: it may run, its lease ends, or its approval expires. null once it has ended.</param>
/// <param name="Attempt">How many attempts were begun.</param>
/// <param name="Origin">What ordered it by itself, for example a schedule; null: a caller did.</param>
/// <param name="Worker">Who works on it, or did last.</param>
/// <param name="Progress">0 to 100, as the worker said.</param>
/// <param name="FailureCode">What ended the last attempt that failed.</param>
internal sealed record JobView(
    JobId Id,
    string Queue,
    string Kind,
    JobState State,
    DateTimeOffset DueAt,
    DateTimeOffset? NextAt,
    int Priority,
    int Attempt,
    int MaxAttempts,
    int BackoffSeconds,
    int DeadlineSeconds,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    string? Origin,
    string? DedupeKey,
    string? ConcurrencyKey,
    string? Worker,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int? Progress,
    string? Note,
    string? FailureCode,
    string? FailureMessage)
{
    /// <summary>As ordered; absent in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Payload { get; init; }

    /// <summary>What it brought, or what is known of its failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>The attempts that ended, oldest first; absent in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JobAttempt>? Log { get; init; }

    public static JobView Line(Job it) => new(
        it.Id, it.Queue, it.Kind, it.State, it.DueAt, it.NextAt, it.Priority, it.Attempt, it.MaxAttempts, it.BackoffSeconds, it.DeadlineSeconds,
        it.CreatedAt, it.CreatedBy, it.Origin, it.DedupeKey, it.ConcurrencyKey, it.Worker, it.StartedAt, it.FinishedAt, it.Progress, it.Note,
        it.FailureCode, it.FailureMessage);

    public static JobView Of(Job it) => Line(it) with { Payload = Json(it.Payload), Result = Json(it.Result), Log = it.Log };

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <param name="IsNew">false: a job with the same dedupe key had not ended, and this is it.</param>
internal sealed record OrderedJobView(JobId Id, bool IsNew)
{
    public static OrderedJobView Of(OrderedJob it) => new(it.Id, it.IsNew);
}

/// <param name="Jobs">What came of each, in the order of the request.</param>
internal sealed record OrderedJobsView(IReadOnlyList<OrderedJobView> Jobs);

/// <param name="Done">Which were changed.</param>
/// <param name="Skipped">Which were not.</param>
/// <param name="Next">The cursor to go on from; null: no more match.</param>
/// <param name="Reasons">Why each was skipped.</param>
internal sealed record JobBulkView(ImmutableArray<JobId> Done, ImmutableArray<JobId> Skipped, string? Next, IReadOnlyList<JobObstacleView> Reasons)
{
    public static JobBulkView Of(JobBulk it) => new(it.Done, it.Skipped, it.Next, [.. it.Obstacles.Select(JobObstacleView.Of)]);
}

/// <param name="Code">job-state: it had moved on meanwhile; dedupe-key-taken: another job with its dedupe key waits; job-unknown: it is gone.</param>
internal sealed record JobObstacleView(JobId Id, string Code)
{
    public static JobObstacleView Of(JobObstacle it) => new(it.Id, it.Code);
}

/// <param name="Count">How many jobs match; counting stops at 10000, and after some seconds.</param>
/// <param name="AtLeast">Whether counting stopped: there may be more.</param>
internal sealed record JobCountView(int Count, bool AtLeast)
{
    public static JobCountView Of(JobCount it) => new(it.Count, !it.IsAll);
}

/// <summary>One queue of a corporation.</summary>
/// <param name="Parallel">How many of its jobs may run at once; null: as many as the corporation's.</param>
/// <param name="Waiting">Jobs that wait, due or not; counting stops at 10000.</param>
/// <param name="OldestDue">The time of the job that has been due for longest; null: none is due.</param>
internal sealed record QueueView(string Name, bool Paused, int? Parallel, int Waiting, int Due, int Running, DateTimeOffset? OldestDue)
{
    public static QueueView Of(JobQueue it) => new(it.Name, it.IsPaused, it.Parallel, it.Waiting, it.Due, it.Running, it.OldestDue);
}
