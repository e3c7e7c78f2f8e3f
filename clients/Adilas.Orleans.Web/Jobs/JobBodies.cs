using System.Text.Json;
using Adilas.Http;

namespace Adilas.Jobs;

/// <summary>A job to be done.</summary>
/// <param name="Queue">Where it waits: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Kind">What it does: one of the runtime's kinds, or one that workers outside lease.</param>
/// <param name="Payload">Any JSON, at most 64 KiB.</param>
/// <param name="DueAt">Not before then, at most 366 days ahead; absent: now.</param>
/// <param name="Priority">0 to 9, the higher first; absent: 5.</param>
/// <param name="DedupeKey">While a job with this key has not ended, it is answered in place of another; at most 100 characters.</param>
/// <param name="ConcurrencyKey">Jobs with the same key run one at a time; at most 100 characters.</param>
/// <param name="MaxAttempts">1 to 50; absent: work.attempts of the settings.</param>
/// <param name="BackoffSeconds">The pause before the second attempt, doubled for each further one: 1 to 86400; absent: 5.</param>
/// <param name="DeadlineSeconds">How long one attempt may take, 1 to 86400; absent: work.deadline of the settings.</param>
internal sealed record JobBody(
    string Queue,
    string Kind,
    JsonElement Payload,
    DateTimeOffset? DueAt = null,
    int? Priority = null,
    string? DedupeKey = null,
    string? ConcurrencyKey = null,
    int? MaxAttempts = null,
    int? BackoffSeconds = null,
    int? DeadlineSeconds = null)
{
    public JobOrder ToOrder() => new(
        Queue, Kind, Payload.GetRawText(), DueAt, Priority, DedupeKey, ConcurrencyKey, MaxAttempts, BackoffSeconds, DeadlineSeconds);
}

/// <param name="Jobs">1 to 1000; all are ordered, or none.</param>
internal sealed record JobBatchBody(JobBody?[] Jobs)
{
    /// <exception cref="HttpProblem">400: one is null.</exception>
    public IEnumerable<JobOrder> ToOrders() => Jobs.Select(
        (job, index) => job?.ToOrder() ?? throw HttpProblem.Invalid("member-invalid", $"'jobs[{index}]' must be an object.", $"jobs[{index}]"));
}

/// <summary>Which jobs; every condition that is given must hold.</summary>
/// <param name="State">In this state.</param>
/// <param name="Kind">Of this kind.</param>
/// <param name="Queue">In this queue.</param>
/// <param name="From">Ordered at that time or later.</param>
/// <param name="To">Ordered before that time.</param>
/// <param name="Cursor">The next of the answer before; absent: from the beginning.</param>
internal sealed record JobFilterBody(
    JobState? State = null,
    string? Kind = null,
    string? Queue = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Cursor = null)
{
    public JobQuery ToQuery() => new(State, Kind, Queue, From, To, Cursor);
}

/// <param name="DueAt">Not before then, at most 366 days ahead.</param>
internal sealed record JobTimeBody(DateTimeOffset DueAt);

/// <param name="Reason">Why, at most 200 characters.</param>
internal sealed record JobRejectBody(string Reason);

/// <param name="Parallel">How many of its jobs may run at once, 1 to 10000; null: as many as the corporation's.</param>
internal sealed record QueueBody(int? Parallel);
