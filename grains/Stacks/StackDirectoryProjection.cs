using Adilas.Storage;

namespace Adilas.Stacks;

/// <summary>One row a stack, for the list of them.</summary>
internal sealed class StackDirectoryProjection() : Projection<StackState>(
    StorageNames.Stack, "stack_directory", "stack", "kind", "capacity", "registered_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, StackState state) => state.IsRegistered
        ? [grainKey[StackGrainFactory.Prefix.Length..], (int)state.Kind, state.Capacity, StoredTime.ToMicroseconds(state.RegisteredAt)]
        : null;
}
