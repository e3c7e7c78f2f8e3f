using Adilas.Corporations;

namespace Adilas.Provisioning;

/// <summary>A corporation that is neither ready nor undone.</summary>
/// <param name="Step">The step that it stands at.</param>
/// <param name="ChangedAt">When it last went on or stopped, UTC.</param>
[GenerateSerializer, Immutable, Alias("adilas.UnfinishedProvisioning")]
public sealed record UnfinishedProvisioning(CorporationId Corporation, ProvisioningPhase State, string Step, DateTimeOffset ChangedAt);
