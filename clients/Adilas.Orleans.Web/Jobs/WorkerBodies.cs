using System.Text.Json;
using Adilas.Http;

namespace Adilas.Jobs;

/// <summary>What a worker outside asks for.</summary>
/// <param name="Kinds">1 to 10 kinds of jobs that are not the runtime's own, those it would rather have first.</param>
/// <param name="Max">How many jobs at most, 1 to 100.</param>
/// <param name="WaitSeconds">How long to wait for the first, 0 to 20.</param>
/// <param name="Worker">Its name, shown with the job; at most 100 characters. Absent: the name of its key.</param>
/// <param name="LeaseSeconds">How long a job stays with it without a sign of life, 1 to 600.</param>
internal sealed record WorkerLeaseBody(string[] Kinds, int Max = 1, int WaitSeconds = 0, string? Worker = null, int LeaseSeconds = WorkerLeaseBody.DefaultSeconds)
{
    public const int DefaultSeconds = 30;
    private const int MaxKinds = 10;
    private const int MaxWait = 20;
    private const int MaxWorkerLength = 100;

    /// <exception cref="HttpProblem">400.</exception>
    public WorkerLeaseBody Check()
    {
        if (Kinds.Length is 0 or > MaxKinds) throw HttpProblem.Invalid("kinds-count", $"A worker asks for 1 to {MaxKinds} kinds.", "kinds");
        if (!Kinds.All(JobLane.IsKind)) throw HttpProblem.Invalid("kind-malformed", $"Each kind has {Names.Grammar}.", "kinds");
        if (Kinds.FirstOrDefault(JobLane.BuiltIn.Contains) is { } own)
            throw HttpProblem.Invalid("kind-built-in", $"Jobs of kind '{own}' are done by the runtime itself.", "kinds");
        if (Max is < 1 or > JobLane.MaxLease) throw HttpProblem.Invalid("max-out-of-range", $"1 to {JobLane.MaxLease} jobs are leased at once.", "max");
        if (WaitSeconds is < 0 or > MaxWait) throw HttpProblem.Invalid("wait-out-of-range", $"A worker waits 0 to {MaxWait} seconds.", "waitSeconds");
        if (Worker is { } name && (name.Length is 0 or > MaxWorkerLength || name.Any(char.IsControl)))
            throw HttpProblem.Invalid("worker-malformed", $"A worker's name has 1 to {MaxWorkerLength} characters.", "worker");
        WorkerHeartbeatBody.Lease(LeaseSeconds);
        return this;
    }
}

/// <param name="LeaseSeconds">From now on, 1 to 600; absent: 30. Never beyond the attempt's deadline.</param>
internal sealed record WorkerHeartbeatBody(int? LeaseSeconds = null)
{
    /// <exception cref="HttpProblem">400.</exception>
    public static TimeSpan Lease(int? seconds)
    {
        var lease = TimeSpan.FromSeconds(seconds ?? WorkerLeaseBody.DefaultSeconds);
        return lease >= JobLane.ShortestLease && lease <= JobLane.LongestLease
            ? lease
            : throw HttpProblem.Invalid("lease-out-of-range", "A lease lasts 1 to 600 seconds.", "leaseSeconds");
    }
}

/// <param name="Percent">0 to 100.</param>
/// <param name="Note">What it is at; shown up to 200 characters.</param>
/// <param name="LeaseSeconds">As with a heartbeat, which this is too.</param>
internal sealed record WorkerProgressBody(int? Percent = null, string? Note = null, int? LeaseSeconds = null)
{
    /// <exception cref="HttpProblem">400.</exception>
    public WorkerProgressBody Check() => Percent is < 0 or > 100
        ? throw HttpProblem.Invalid("percent-out-of-range", "'percent' is 0 to 100.", "percent")
        : this;
}

/// <summary>A job that is done.</summary>
internal sealed record WorkerResultBody
{
    /// <summary>What it brought: any JSON. What is longer than 16 KiB is not kept.</summary>
    public JsonElement Result { get; init; }
}

/// <param name="Code">Names the failure, in kebab-case: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Final">Whether trying again is of no use.</param>
/// <param name="RetryAfterSeconds">How long to wait at least before the next attempt, 0 to 86400.</param>
internal sealed record WorkerFailureBody(string Code, string? Message = null, bool Final = false, int? RetryAfterSeconds = null)
{
    /// <exception cref="HttpProblem">400.</exception>
    public WorkerFailureBody Check()
    {
        if (!JobLane.IsKind(Code)) throw HttpProblem.Invalid("code-malformed", $"'code' must be {Names.Grammar}.", "code");
        if (RetryAfterSeconds is < 0 or > JobOrder.MostSeconds)
            throw HttpProblem.Invalid("retry-after-out-of-range", $"'retryAfterSeconds' is 0 to {JobOrder.MostSeconds}.", "retryAfterSeconds");
        return this;
    }
}
