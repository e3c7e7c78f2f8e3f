namespace Adilas.Jobs;

/// <summary>A job that was given to a worker.</summary>
/// <param name="Attempt">Which attempt this is: with the id it names the lease, and no other attempt can end it.</param>
/// <param name="LeaseUntil">When it is given out again, unless the lease is renewed.</param>
/// <param name="Deadline">Beyond which no lease is renewed.</param>
[GenerateSerializer, Immutable, Alias("adilas.LeasedJob")]
public sealed record LeasedJob(
    JobId Id, string Kind, string Payload, int Attempt, int MaxAttempts, DateTimeOffset LeaseUntil, DateTimeOffset Deadline)
{
    /// <summary>Where it waited.</summary>
    [Id(0)] public string Queue { get; init; } = "";
}

/// <summary>How an attempt ended, as its worker says.</summary>
/// <param name="FailureCode"><c>null</c>: it succeeded.</param>
/// <param name="IsFinal">Whether trying again is of no use.</param>
/// <param name="RetryAfter">How long to wait at least before the next attempt.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobEnd")]
public sealed record JobEnd(
    JobId Id,
    int Attempt,
    string? Result = null,
    string? FailureCode = null,
    string? FailureMessage = null,
    bool IsFinal = false,
    TimeSpan? RetryAfter = null);

/// <summary>One attempt that a worker still has.</summary>
/// <param name="Progress">0 to 100; <c>null</c>: as before.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobLease")]
public sealed record JobLease(JobId Id, int Attempt, int? Progress = null, string? Note = null);

/// <summary>The jobs of one corporation that a worker may begin.</summary>
[GenerateSerializer, Immutable, Alias("adilas.JobGrant")]
public sealed record JobGrant(Corporations.CorporationId Corporation, int Count);
