namespace Adilas.Objects;

/// <summary>One line of a listing. The key is bare text: other programs may have stored keys outside our grammar.</summary>
public sealed record ListedObject(string Key, long SizeBytes, DateTimeOffset StoredAt);
