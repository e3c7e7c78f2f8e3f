namespace Adilas.Provisioning;

/// <summary>A recipe that corporations can be ordered by.</summary>
[GenerateSerializer, Immutable, Alias("adilas.RecipeSummary")]
public sealed record RecipeSummary(string Name, int Version, string Description);
