namespace Adilas.Provisioning;

/// <summary>Lists provisionings that are neither ready nor undone, by an index of those alone.</summary>
public interface IUnfinishedProvisionings
{
    /// <summary>In the order of their corporations' ids, from after <paramref name="after"/> on, at most <paramref name="limit"/>.</summary>
    /// <param name="state">Only those that stand so; <c>null</c> for all.</param>
    Task<IReadOnlyList<UnfinishedProvisioning>> List(ProvisioningPhase? state, string after, int limit, CancellationToken cancellationToken);
}
