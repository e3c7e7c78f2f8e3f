using Adilas.Storage;

namespace Adilas.Provisioning;

/// <summary>One row a provisioning that is neither ready nor undone, failed ones included: what operators look through.</summary>
internal sealed class UnfinishedProjection() : Projection<ProvisioningState>(
    StorageNames.Provisioning, "provisioning_unfinished", "phase", "step", "changed_at")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, ProvisioningState state) =>
        state.Order is not null && state.Phase is ProvisioningPhase.Running or ProvisioningPhase.Failed or ProvisioningPhase.RollingBack
            ? [(int)state.Phase, state.Steps[state.Current].Name, RowTime.Commit]
            : null;
}
