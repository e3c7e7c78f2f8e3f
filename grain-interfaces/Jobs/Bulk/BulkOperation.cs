using System.Collections.Immutable;

namespace Adilas.Jobs.Bulk;

/// <summary>What is done to each job. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.BulkVerb")]
public enum BulkVerb
{
    /// <summary>Ends jobs that have not ended.</summary>
    Cancel = 0,

    /// <summary>Gives dead and cancelled jobs their attempts again.</summary>
    Retry = 1,
}

/// <summary>How far a bulk operation is. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.BulkPhase")]
public enum BulkPhase
{
    Running = 0,

    /// <summary>Every job that matched was looked at.</summary>
    Finished = 1,

    /// <summary>Somebody stopped it; what was done stays done.</summary>
    Stopped = 2,
}

/// <summary>One change of many jobs of a corporation, which works through them by itself.</summary>
/// <param name="Filter">Which jobs, of those that were there when it was ordered.</param>
/// <param name="OrderedBy">Who ordered it.</param>
/// <param name="Expected">How many matched then, up to <see cref="JobQueue.MaxCount"/>.</param>
/// <param name="Done">How many it changed.</param>
/// <param name="Skipped">How many it did not, for they had moved on, or could not be changed.</param>
/// <param name="EndedAt"><c>null</c>: it has not.</param>
/// <param name="EndedBy">Who stopped it.</param>
[GenerateSerializer, Immutable, Alias("adilas.BulkOperation")]
public sealed record BulkOperation(
    BulkOperationId Id,
    BulkVerb Verb,
    JobQuery Filter,
    BulkPhase Phase,
    string OrderedBy,
    DateTimeOffset OrderedAt,
    int Expected,
    int Done,
    int Skipped,
    DateTimeOffset? EndedAt,
    string? EndedBy)
{
    /// <summary>How many of the skipped are kept.</summary>
    public const int MaxSkips = 1_000;

    /// <summary>How many of a corporation may run at once.</summary>
    public const int MaxRunning = 10;

    /// <summary>The first that were skipped, at most <see cref="MaxSkips"/>; empty in lists.</summary>
    [Id(0)] public ImmutableArray<BulkSkip> Skips { get; init; } = [];

    /// <summary>What holds it up now, as code; <c>null</c>: nothing. It goes on by itself.</summary>
    [Id(1)] public string? Problem { get; init; }
}

/// <summary>A job that was not changed.</summary>
/// <param name="Code">Why, in kebab-case.</param>
[GenerateSerializer, Immutable, Alias("adilas.BulkSkip")]
public sealed record BulkSkip(JobId Job, string Code);

/// <summary>What a part of a bulk operation came to.</summary>
/// <param name="Next">Go on from here; <c>null</c>: no more match.</param>
[GenerateSerializer, Immutable, Alias("adilas.BulkPart")]
public sealed record BulkPart(int Done, ImmutableArray<BulkSkip> Skips, string? Next);
