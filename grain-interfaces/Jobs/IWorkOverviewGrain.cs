using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>What waits and what died, across corporations. One for the whole platform. Reach it with <c>grains.WorkOverview()</c>.</summary>
[GrainInterfaceType("adilas.IWorkOverviewGrain"), Alias("adilas.IWorkOverviewGrain"), Subject(Subject.Platform)]
public interface IWorkOverviewGrain : IGrainWithStringKey
{
    /// <summary>The lanes in which something is due, those first that wait for longest; at most <see cref="WorkLane.MaxLanes"/>.</summary>
    [Alias("Lanes"), Allow(Caller.Operator, Permission.WorkRead), Repeatable]
    Task<ImmutableArray<WorkLane>> Lanes(CancellationToken cancellationToken = default);

    /// <summary>Jobs whose last attempt failed, the newest first, as long as they are kept.</summary>
    /// <param name="limit">1 to 200; <c>null</c>: 50.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: limit out of bounds.</exception>
    [Alias("Dead"), Allow(Caller.Operator, Permission.WorkRead), Repeatable]
    Task<ImmutableArray<DeadJob>> Dead(int? limit, CancellationToken cancellationToken = default);
}

/// <summary>Jobs of one lane that are due, over all corporations.</summary>
/// <param name="Lane">See <see cref="JobLane"/>.</param>
/// <param name="Lines">In how many lines of corporations: counting stops at <see cref="MaxLines"/>.</param>
/// <param name="OldestDue">Since when the first has been due, or earlier.</param>
[GenerateSerializer, Immutable, Alias("adilas.WorkLane")]
public sealed record WorkLane(string Lane, int Lines, DateTimeOffset OldestDue)
{
    public const int MaxLanes = 50;
    public const int MaxLines = 10_000;
}

/// <summary>A job whose last attempt failed.</summary>
[GenerateSerializer, Immutable, Alias("adilas.DeadJob")]
public sealed record DeadJob(
    CorporationId Corporation, JobId Id, string Queue, string Kind, int Attempt, DateTimeOffset FinishedAt, string? FailureCode, string? FailureMessage);
