using Adilas.Stacks;

namespace Adilas.Corporations;

/// <summary>One line of a list of corporations.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationSummary")]
public sealed record CorporationSummary(
    CorporationId Id,
    string Name,
    string Industry,
    CorporationKind Kind,
    StackId Stack,
    CorporationMode Mode,
    DateTimeOffset CreatedAt);
