using System.Text.Json.Serialization;
using Adilas.Access;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Jobs.Bulk;

/// <summary>What is stored about a bulk operation: which jobs, how far it is, what it skipped.</summary>
[GenerateSerializer, Immutable, Alias("adilas.BulkOperationState")]
internal sealed record BulkOperationState : JournalState
{
    /// <summary>Within which whoever works on it stores again how far it is.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);

    [Id(0)] public BulkVerb Verb { get; init; }

    /// <summary><c>null</c>: there is none.</summary>
    [Id(1)] public JobQuery? Filter { get; init; }

    [Id(2)] public string OrderedBy { get; init; } = "";

    [Id(3)] public DateTimeOffset OrderedAt { get; init; }

    [Id(4)] public int Expected { get; init; }

    /// <summary>How many parts were done: names the next one, so that none is done twice.</summary>
    [Id(5)] public int Parts { get; init; }

    [Id(6)] public string? Cursor { get; init; }

    [Id(7)] public int Done { get; init; }

    [Id(8)] public int Skipped { get; init; }

    [Id(9)] public IReadOnlyList<BulkSkip> Skips { get; init; } = [];

    [Id(10)] public BulkPhase Phase { get; init; }

    [Id(11)] public DateTimeOffset? EndedAt { get; init; }

    [Id(12)] public string? EndedBy { get; init; }

    [Id(13)] public string? Problem { get; init; }

    /// <summary>When this was stored.</summary>
    [Id(14)] public DateTimeOffset StoredAt { get; init; }

    [JsonIgnore] public bool Exists => Filter is not null;

    [JsonIgnore] public bool IsRunning => Exists && Phase is BulkPhase.Running;

    /// <summary>By when somebody has to look after it; <c>null</c>: nobody has to.</summary>
    [JsonIgnore] public DateTimeOffset? DueAt => IsRunning ? StoredAt + Silence : null;

    public BulkOperationState Start(BulkVerb verb, JobQuery filter, int expected, CallerContext by, DateTimeOffset now) => Exists
        ? throw new RefusedException(Refusal.Conflict, "bulk-exists", "There is a bulk operation of this name.")
        : this with
        {
            Verb = verb,

            // Those that are there: what is ordered while it works, or is held up, is not meant.
            Filter = filter with { Cursor = null, Limit = null, To = filter.To <= now ? filter.To : now + TimeSpan.FromMilliseconds(1) },
            OrderedBy = by.OnBehalfOf ?? by.Actor,
            OrderedAt = now,
            Expected = expected,
            StoredAt = now,
        };

    /// <summary>Whether storing this again tells anybody anything.</summary>
    public bool SaysMoreThan(BulkOperationState stored) =>
        (Parts, Phase, Problem) != (stored.Parts, stored.Phase, stored.Problem);

    public BulkOperationState Take(BulkPart part, DateTimeOffset now) => this with
    {
        Parts = Parts + 1,
        Cursor = part.Next,
        Done = Done + part.Done,
        Skipped = Skipped + part.Skips.Length,
        Skips = part.Skips.IsEmpty ? Skips : [.. Skips.Concat(part.Skips).Take(BulkOperation.MaxSkips)],
        Phase = part.Next is null ? BulkPhase.Finished : BulkPhase.Running,
        EndedAt = part.Next is null ? now : null,
        Problem = null,
    };

    /// <summary>Something is in the way. Most of it ends by itself or by somebody's decision; a closed corporation is on its way out.</summary>
    public BulkOperationState Meet(RefusedException problem, DateTimeOffset now) => problem.Code is "mode-closed" or "corporation-unknown"
        ? this with { Phase = BulkPhase.Stopped, EndedAt = now, Problem = problem.Code }
        : this with { Problem = problem.Code };

    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public BulkOperationState Stop(CallerContext by, DateTimeOffset now)
    {
        if (!Exists) throw new RefusedException(Refusal.NotFound, "bulk-unknown", "There is no such bulk operation.");
        return IsRunning ? this with { Phase = BulkPhase.Stopped, EndedAt = now, EndedBy = by.OnBehalfOf ?? by.Actor, StoredAt = now } : this;
    }
}
