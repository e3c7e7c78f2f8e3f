using Adilas.Storage;

namespace Adilas.Provisioning;

/// <summary>One row a provisioning that is not finished, by which the dispatcher finds what to wake.</summary>
internal sealed class SagaPendingProjection() : Projection<ProvisioningState>(
    StorageNames.Provisioning, "saga_pending", "kind", "due_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, ProvisioningState state) => state.IsActive
        ? [StorageNames.Provisioning, StoredTime.ToMicroseconds(state.DueAt ?? DateTimeOffset.UnixEpoch)]
        : null;
}
