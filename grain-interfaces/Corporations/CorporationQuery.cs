using Adilas.Stacks;

namespace Adilas.Corporations;

/// <summary>Which corporations; every condition that is given must hold.</summary>
/// <param name="Text">The beginning of the id, of the name or of any word of the name, whatever its case and accents; at most 100 characters.</param>
/// <param name="Cursor">From an earlier page.</param>
/// <param name="Limit">1 to 200; 50 when not given.</param>
[GenerateSerializer, Immutable, Alias("adilas.CorporationQuery")]
public sealed record CorporationQuery(
    string? Text = null,
    StackId? Stack = null,
    CorporationMode? Mode = null,
    string? Industry = null,
    string? Cursor = null,
    int? Limit = null);
