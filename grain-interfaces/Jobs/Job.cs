using System.Collections.Immutable;

namespace Adilas.Jobs;

/// <summary>A job as it is known.</summary>
/// <param name="DueAt">The time that it was ordered for, UTC.</param>
/// <param name="NextAt">When something will happen to it: it may run, its lease ends, or its approval expires. <c>null</c> once it has ended.</param>
/// <param name="Attempt">How many attempts were begun.</param>
/// <param name="CreatedBy">Who ordered it.</param>
[GenerateSerializer, Immutable, Alias("adilas.Job")]
public sealed record Job(
    JobId Id,
    string Queue,
    string Kind,
    JobState State,
    DateTimeOffset DueAt,
    DateTimeOffset? NextAt,
    int Priority,
    int Attempt,
    int MaxAttempts,
    DateTimeOffset CreatedAt,
    string CreatedBy)
{
    /// <summary>As ordered, JSON; <c>null</c> in lists.</summary>
    [Id(0)] public string? Payload { get; init; }

    [Id(1)] public string? DedupeKey { get; init; }

    [Id(2)] public string? ConcurrencyKey { get; init; }

    [Id(3)] public int DeadlineSeconds { get; init; }

    [Id(4)] public int BackoffSeconds { get; init; }

    /// <summary>What ordered it by itself, for example <c>schedule:nightly</c>; <c>null</c>: a caller did.</summary>
    [Id(5)] public string? Origin { get; init; }

    /// <summary>Who works on it, or did last.</summary>
    [Id(6)] public string? Worker { get; init; }

    /// <summary>When the last attempt began.</summary>
    [Id(7)] public DateTimeOffset? StartedAt { get; init; }

    [Id(8)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>0 to 100, as the worker said; <c>null</c>: it did not.</summary>
    [Id(9)] public int? Progress { get; init; }

    /// <summary>What the worker said of its progress.</summary>
    [Id(10)] public string? Note { get; init; }

    /// <summary>What ended the last attempt that failed, as kebab-case code.</summary>
    [Id(11)] public string? FailureCode { get; init; }

    [Id(12)] public string? FailureMessage { get; init; }

    /// <summary>What it brought, or what is known of its failure, as JSON.</summary>
    [Id(13)] public string? Result { get; init; }

    /// <summary>The attempts that ended, oldest first, at most <see cref="MaxLog"/>; empty in lists.</summary>
    [Id(14)] public ImmutableArray<JobAttempt> Log { get; init; } = [];

    public const int MaxLog = 50;
}

/// <summary>One attempt that ended.</summary>
/// <param name="FailureCode"><c>null</c>: it succeeded.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobAttempt")]
public sealed record JobAttempt(
    int Attempt, string? Worker, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string? FailureCode, string? FailureMessage);
