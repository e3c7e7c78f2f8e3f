namespace Adilas.Jobs;

/// <summary>A job to be done. What is <c>null</c> comes from the corporation's settings, or has the stated default.</summary>
/// <param name="Queue">Where it waits, in the grammar of ids; made with its first job. A corporation has at most <see cref="MaxQueues"/>.</param>
/// <param name="Kind">
/// What it does, in the grammar of ids: a built-in kind, or one that workers outside lease. Jobs of at most <see cref="MaxKinds"/> kinds for workers
/// outside wait in a corporation at once.
/// </param>
/// <param name="Payload">JSON, at most <see cref="MaxPayloadBytes"/> as UTF-8.</param>
/// <param name="DueAt">Not before then, UTC, at most <see cref="MaxAhead"/> from now. Default: now.</param>
/// <param name="Priority">0 to <see cref="MaxPriority"/>; of the due jobs of a corporation the higher go first. Default <see cref="DefaultPriority"/>.</param>
/// <param name="DedupeKey">While a job with this key has not ended, ordering another answers with that one. 1 to <see cref="MaxKeyLength"/> characters.</param>
/// <param name="ConcurrencyKey">Jobs of a corporation with the same key run one at a time. 1 to <see cref="MaxKeyLength"/> characters.</param>
/// <param name="MaxAttempts">1 to <see cref="MostAttempts"/>. Default: <c>work.attempts</c>.</param>
/// <param name="BackoffSeconds">The pause before the second attempt, doubled for each further one, up to <see cref="MaxPause"/>. 1 to 86,400; default 5.</param>
/// <param name="DeadlineSeconds">How long one attempt may take. 1 to 86,400; default: <c>work.deadline</c>.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobOrder")]
public sealed record JobOrder(
    string Queue,
    string Kind,
    string Payload,
    DateTimeOffset? DueAt = null,
    int? Priority = null,
    string? DedupeKey = null,
    string? ConcurrencyKey = null,
    int? MaxAttempts = null,
    int? BackoffSeconds = null,
    int? DeadlineSeconds = null)
{
    public const int MaxPayloadBytes = 64 * 1024;
    public const int MaxKeyLength = 100;
    public const int MaxQueues = 200;
    public const int MaxKinds = 50;
    public const int MaxPriority = 9;
    public const int DefaultPriority = 5;
    public const int MostAttempts = 50;
    public const int DefaultBackoffSeconds = 5;
    public const int MostSeconds = 86_400;

    /// <summary>The queue whose jobs run in a frozen corporation, too: for what the law demands.</summary>
    public const string DutyQueue = "legal-duty";

    /// <summary>How many jobs one call may order, together with at most <see cref="MaxBatchBytes"/> of payload.</summary>
    public const int MaxBatch = 1_000;

    public const int MaxBatchBytes = 2 * 1024 * 1024;

    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(366);
    public static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);
}

/// <summary>What came of an order.</summary>
/// <param name="IsNew"><c>false</c>: a job with the same dedupe key had not ended, and this is it.</param>
[GenerateSerializer, Immutable, Alias("adilas.OrderedJob")]
public sealed record OrderedJob(JobId Id, bool IsNew);
