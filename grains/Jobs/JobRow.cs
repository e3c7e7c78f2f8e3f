using System.Collections.Immutable;
using System.Text;
using Adilas.Webhooks;

namespace Adilas.Jobs;

/// <summary>
/// A job as it is stored, with the rules of what may become of it. A transition answers with the row after it, or with <c>null</c> when the
/// job is not where the transition begins: the caller was late, and nothing is stored.
/// </summary>
/// <param name="Lane">Who it waits for; see <see cref="JobLane"/>. Together with <see cref="NextAt"/> it says where the job is on its way.</param>
/// <param name="NextAt">When something will happen to it.</param>
/// <param name="Attempt">How many attempts were begun: each lease has a number of its own, which is what makes the result of a late worker void.</param>
public sealed record JobRow(
    JobId Id,
    string Queue,
    string Kind,
    string Lane,
    DateTimeOffset NextAt,
    DateTimeOffset DueAt,
    int Priority,
    int Attempt,
    int MaxAttempts,
    int AttemptsEach,
    int DeadlineSeconds,
    int BackoffSeconds,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    byte[] Payload)
{
    public const int MaxMessageLength = 500;
    public const int MaxCodeLength = 64;
    public const int MaxNoteLength = 200;
    public const int MaxWorkerLength = 100;

    /// <summary>How long an approval is waited for.</summary>
    public static readonly TimeSpan ApprovalLimit = TimeSpan.FromDays(7);

    public string? DedupeKey { get; init; }

    public string? ConcurrencyKey { get; init; }

    /// <summary>As whom the one acted who ordered it, when that is another.</summary>
    public string? CreatedFor { get; init; }

    public string? Origin { get; init; }

    public string? Worker { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public int? Progress { get; init; }

    public string? Note { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public ImmutableArray<JobAttempt> Log { get; init; } = [];

    /// <summary>How it ended; <c>null</c>: it has not.</summary>
    public JobState? End { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Result { get; init; }

    public bool IsRunning => End is null && Lane == JobLane.Running;

    public bool AwaitsApproval => End is null && Lane == JobLane.Approval;

    /// <summary>Whether it waits for a worker, now or later.</summary>
    public bool Waits => End is null && Lane is not (JobLane.Running or JobLane.Approval);

    /// <summary>The last moment of the attempt that runs.</summary>
    public DateTimeOffset Deadline => (StartedAt ?? NextAt).AddSeconds(DeadlineSeconds);

    /// <summary>Gives it to a worker.</summary>
    public JobRow? Lease(string worker, DateTimeOffset now, TimeSpan lease) =>
        Waits && NextAt <= now && Attempt < MaxAttempts
            ? this with
            {
                Lane = JobLane.Running,
                Attempt = Attempt + 1,
                Worker = worker,
                StartedAt = now,
                Progress = null,
                Note = null,
                NextAt = Earlier(now + lease, now.AddSeconds(DeadlineSeconds)),
            }
            : null;

    /// <summary>The worker still has it. Once the lease has ended it may come back all the same, as long as nobody else was given the job.</summary>
    public JobRow? Renew(int attempt, DateTimeOffset now, TimeSpan lease, int? progress, string? note) =>
        IsRunning && Attempt == attempt && Deadline > now
            ? this with { NextAt = Earlier(now + lease, Deadline), Progress = progress ?? Progress, Note = note ?? Note }
            : null;

    /// <summary>The worker gives it back unbegun: the attempt does not count.</summary>
    public JobRow? Release(int attempt, DateTimeOffset now) =>
        IsRunning && Attempt == attempt
            ? this with { Lane = JobLanes.Of(Kind), NextAt = now, MaxAttempts = MaxAttempts + 1, Worker = null, StartedAt = null }
            : null;

    public JobRow? Succeed(int attempt, DateTimeOffset now, string? result) =>
        IsRunning && Attempt == attempt
            ? Logged(now, null, null) with { End = JobState.Succeeded, FinishedAt = now, Result = result, FailureCode = null, FailureMessage = null, Progress = 100 }
            : null;

    /// <param name="jitter">0 to 1: spreads what failed together over a tenth of the pause.</param>
    public JobRow? Fail(JobEnd end, DateTimeOffset now, double jitter)
    {
        if (!IsRunning || Attempt != end.Attempt) return null;
        var failed = Logged(now, end.FailureCode, end.FailureMessage) with
        {
            FailureCode = end.FailureCode,
            FailureMessage = end.FailureMessage,
            Result = end.Result,
        };
        return end.IsFinal || Attempt >= MaxAttempts
            ? failed with { End = JobState.Dead, FinishedAt = now }
            : failed with { Lane = JobLanes.Of(Kind), NextAt = now + Pause(end.RetryAfter, jitter) };
    }

    /// <summary>Nobody has renewed the lease: the worker is lost, and the job is due again at once.</summary>
    public JobRow? Lapse(DateTimeOffset now)
    {
        if (!IsRunning || NextAt > now) return null;
        var (code, message) = Deadline <= now
            ? ("deadline", $"The attempt took longer than {DeadlineSeconds} s.")
            : ("worker-lost", "The worker gave no sign of life until its lease ended.");
        var failed = Logged(now, code, message) with { FailureCode = code, FailureMessage = message };
        return Attempt >= MaxAttempts
            ? failed with { End = JobState.Dead, FinishedAt = now }
            : failed with { Lane = JobLanes.Of(Kind), NextAt = now };
    }

    public JobRow? Cancel(DateTimeOffset now, string code, string message) =>
        End is null ? this with { End = JobState.Cancelled, FinishedAt = now, FailureCode = code, FailureMessage = message } : null;

    public JobRow? Reschedule(DateTimeOffset dueAt) => Waits ? this with { DueAt = dueAt, NextAt = dueAt } : null;

    public JobRow? RunNow(DateTimeOffset now) => Waits ? (NextAt <= now ? this : this with { NextAt = now }) : null;

    public JobRow? Approve(DateTimeOffset now) =>
        AwaitsApproval ? this with { Lane = JobLanes.Of(Kind), NextAt = Later(DueAt, now) } : null;

    public JobRow? Expire(DateTimeOffset now) =>
        AwaitsApproval && NextAt <= now ? Cancel(now, "approval-expired", $"Nobody approved it within {ApprovalLimit.TotalDays:0} days.") : null;

    /// <summary>Brings it back from its end, with as many attempts again as it was ordered with.</summary>
    /// <param name="needsApproval">Whether its kind waits for a second person: then this does, too.</param>
    public JobRow? Retry(DateTimeOffset now, bool needsApproval = false) =>
        End is JobState.Dead or JobState.Cancelled
            ? this with
            {
                End = null,
                FinishedAt = null,
                Lane = needsApproval ? JobLane.Approval : JobLanes.Of(Kind),
                NextAt = needsApproval ? now + ApprovalLimit : now,
                MaxAttempts = Attempt + AttemptsEach,
                Result = null,

                // Who cancelled it is no failure of an attempt, for which it would seem to wait.
                FailureCode = End is JobState.Cancelled ? null : FailureCode,
                FailureMessage = End is JobState.Cancelled ? null : FailureMessage,
            }
            : null;

    public Job ToJob(DateTimeOffset now, bool isWhole)
    {
        var state = End ?? (AwaitsApproval ? JobState.AwaitingApproval
            : IsRunning ? JobState.Running
            : NextAt <= now ? JobState.Due
            : FailureCode is null ? JobState.Waiting
            : JobState.Failed);
        var job = new Job(
            Id, Queue, Kind, state, DueAt, End is null ? NextAt : null, Priority, Attempt, MaxAttempts, CreatedAt, CreatedBy)
        {
            DedupeKey = DedupeKey,
            ConcurrencyKey = ConcurrencyKey,
            DeadlineSeconds = DeadlineSeconds,
            BackoffSeconds = BackoffSeconds,
            Origin = Origin,
            Worker = Worker,
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
            Progress = Progress,
            Note = Note,
            FailureCode = FailureCode,
            FailureMessage = FailureMessage,
        };
        return isWhole ? job with { Payload = Kind == CorporationEvent.JobKind ? null : Encoding.UTF8.GetString(Payload), Result = Result, Log = Log } : job;
    }

    private TimeSpan Pause(TimeSpan? asked, double jitter)
    {
        var doubled = BackoffSeconds * Math.Pow(2, Math.Min(Attempt - 1, 20));
        var own = TimeSpan.FromSeconds(Math.Min(doubled, JobOrder.MaxPause.TotalSeconds) * (1 + (jitter / 10)));
        return asked is { } longer && longer > own ? longer : own;
    }

    private JobRow Logged(DateTimeOffset now, string? code, string? message)
    {
        var entry = new JobAttempt(Attempt, Worker, StartedAt ?? now, now, code, message);
        return this with { Log = Log.Length < Job.MaxLog ? Log.Add(entry) : [.. Log[1..], entry] };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
