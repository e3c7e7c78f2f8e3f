using Adilas.Storage;

namespace Adilas.Jobs.Bulk;

/// <summary>One row a bulk operation, by which a corporation's are listed and counted.</summary>
internal sealed class BulkOperationProjection() : Projection<BulkOperationState>(
    StorageNames.BulkOperation,
    "bulk_operation",
    "corporation", "operation", "verb", "phase", "job_state", "kind", "queue", "from_at", "to_at", "ordered_by", "ordered_at", "expected", "done",
    "skipped", "ended_at", "ended_by", "problem")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, BulkOperationState state)
    {
        if (state.Filter is not { } filter) return null;
        var (corporation, id) = BulkGrainFactory.ReadBulkKey(grainKey);
        return
        [
            corporation.Value,
            id.Value,
            (int)state.Verb,
            (int)state.Phase,
            filter.State is { } wanted ? (int)wanted : null,
            filter.Kind,
            filter.Queue,
            Stored(filter.From),
            Stored(filter.To),
            state.OrderedBy,
            Stored(state.OrderedAt),
            state.Expected,
            state.Done,
            state.Skipped,
            Stored(state.EndedAt),
            state.EndedBy,
            state.Problem,
        ];
    }

    private static long? Stored(DateTimeOffset? time) => time is { } known ? StoredTime.ToMicroseconds(known) : null;
}

/// <summary>One row a bulk operation that has not ended, by which it is found when its silo died.</summary>
internal sealed class BulkPendingProjection() : Projection<BulkOperationState>(StorageNames.BulkOperation, "saga_pending", "kind", "due_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, BulkOperationState state) => state.DueAt is { } due
        ? [StorageNames.BulkOperation, StoredTime.ToMicroseconds(due)]
        : null;
}
