namespace Adilas.Databases;

/// <param name="Columns">As written between the parentheses.</param>
public sealed record SqlIndex(string Name, string Columns, bool IsUnique);
