using Adilas.Storage;

namespace Adilas.Stacks;

/// <summary>One row for each stack with a maintenance, which schedules are held against when they come due.</summary>
internal sealed class StackMaintenanceProjection() : Projection<StackState>(
    StorageNames.Stack, "stack_maintenance", "stack", "from_at", "until_at", "reason", "set_by")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, StackState state) => state.Maintenance is { } it
        ?
        [
            grainKey[StackGrainFactory.Prefix.Length..], StoredTime.ToMicroseconds(it.From), StoredTime.ToMicroseconds(it.Until), it.Reason, it.SetBy,
        ]
        : null;
}
