namespace Adilas.Corporations;

/// <summary>Which part of a corporation's history; every condition that is given must hold.</summary>
[GenerateSerializer, Immutable, Alias("adilas.HistoryQuery")]
public sealed record HistoryQuery(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Actor = null,
    string? Action = null,
    string? Cursor = null,
    int? Limit = null);
