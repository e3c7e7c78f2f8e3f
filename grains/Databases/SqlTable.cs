using System.Collections.Immutable;

namespace Adilas.Databases;

/// <summary>A table as a script declares it.</summary>
/// <param name="Body">Columns and constraints, without the indexes.</param>
/// <param name="Indexes">Its <c>INDEX</c> lines, which SQLite wants as statements of their own.</param>
public sealed record SqlTable(string Name, ImmutableArray<string> Body, ImmutableArray<SqlIndex> Indexes);
