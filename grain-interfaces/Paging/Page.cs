using System.Collections.Immutable;

namespace Adilas.Paging;

/// <summary>A bounded part of a list.</summary>
/// <param name="Next">Opaque; asks for the part after this one. <c>null</c> at the end.</param>
[GenerateSerializer, Immutable, Alias("adilas.Page`1")]
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);
