using System.Collections.Immutable;

namespace Adilas.Jobs;

/// <summary>Which jobs of a corporation; every condition that is given must hold.</summary>
/// <param name="From">Ordered at that time or later.</param>
/// <param name="To">Ordered before that time.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobQuery")]
public sealed record JobQuery(
    JobState? State = null,
    string? Kind = null,
    string? Queue = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Cursor = null,
    int? Limit = null);

/// <summary>One queue of a corporation.</summary>
/// <param name="Parallel">How many of its jobs may run at once; <c>null</c>: as many as the corporation's.</param>
/// <param name="OldestDue">The time of the job that has been due for longest; <c>null</c>: none is due.</param>
/// <param name="Waiting">Jobs that wait, due or not, up to <see cref="MaxCount"/>.</param>
/// <param name="Running">Jobs that workers have.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobQueue")]
public sealed record JobQueue(string Name, bool IsPaused, int? Parallel, int Waiting, int Due, int Running, DateTimeOffset? OldestDue)
{
    /// <summary>Where counting stops: it means that many or more.</summary>
    public const int MaxCount = 10_000;
}

/// <summary>How many jobs match.</summary>
/// <param name="IsAll"><c>false</c>: at least so many; counting stopped after a while, or at <see cref="JobQueue.MaxCount"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobCount")]
public sealed record JobCount(int Count, bool IsAll);

/// <summary>What a change of many jobs came to.</summary>
/// <param name="Done">Which were changed.</param>
/// <param name="Skipped">Which were not: see <see cref="JobBulk.Obstacles"/>.</param>
/// <param name="Next">Go on from here; <c>null</c>: no more match.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobBulk")]
public sealed record JobBulk(ImmutableArray<JobId> Done, ImmutableArray<JobId> Skipped, string? Next)
{
    /// <summary>Why each was skipped.</summary>
    [Id(0)] public ImmutableArray<JobObstacle> Obstacles { get; init; } = [];
}

/// <summary>Why a job was not changed.</summary>
/// <param name="Code"><c>job-state</c>: it has moved on. <c>dedupe-key-taken</c>: another job with its dedupe key waits. <c>job-unknown</c>: it is gone.</param>
[GenerateSerializer, Immutable, Alias("adilas.JobObstacle")]
public sealed record JobObstacle(JobId Id, string Code);
