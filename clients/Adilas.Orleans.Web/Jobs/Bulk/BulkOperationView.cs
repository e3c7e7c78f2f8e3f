using System.Text.Json.Serialization;

namespace Adilas.Jobs.Bulk;

/// <summary>One change of many jobs, which goes on by itself.</summary>
/// <param name="Verb">cancel or retry.</param>
/// <param name="State">running, finished or stopped.</param>
/// <param name="Filter">Which jobs.</param>
/// <param name="Expected">How many matched when it was ordered; counting stops at 10000.</param>
/// <param name="Done">How many it changed.</param>
/// <param name="Skipped">How many it did not, for they had moved on, or could not be changed.</param>
/// <param name="EndedBy">Who stopped it.</param>
/// <param name="Problem">What holds it up now; it goes on by itself.</param>
internal sealed record BulkOperationView(
    BulkOperationId Id,
    BulkVerb Verb,
    BulkPhase State,
    BulkFilterView Filter,
    int Expected,
    int Done,
    int Skipped,
    string OrderedBy,
    DateTimeOffset OrderedAt,
    DateTimeOffset? EndedAt,
    string? EndedBy,
    string? Problem)
{
    /// <summary>The first that were skipped, and why; absent in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BulkSkip>? Skips { get; init; }

    public static BulkOperationView Line(BulkOperation it) => new(
        it.Id, it.Verb, it.Phase, new BulkFilterView(it.Filter.State, it.Filter.Kind, it.Filter.Queue, it.Filter.From, it.Filter.To), it.Expected,
        it.Done, it.Skipped, it.OrderedBy, it.OrderedAt, it.EndedAt, it.EndedBy, it.Problem);

    public static BulkOperationView Of(BulkOperation it) => Line(it) with { Skips = it.Skips };
}

/// <summary>Every condition that is not null must hold.</summary>
internal sealed record BulkFilterView(JobState? State, string? Kind, string? Queue, DateTimeOffset? From, DateTimeOffset? To);
