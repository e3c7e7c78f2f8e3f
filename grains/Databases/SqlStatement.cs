namespace Adilas.Databases;

/// <summary>One statement of a script.</summary>
/// <param name="Text">Without comments and without the semicolon.</param>
/// <param name="Line">Where it starts in its script, from 1.</param>
/// <param name="Table">For <c>CREATE TABLE</c>: what it declares.</param>
public sealed record SqlStatement(string Text, int Line, SqlStatementKind Kind, SqlTable? Table);
