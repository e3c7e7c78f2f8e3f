namespace Adilas.Databases;

/// <summary>What running a statement twice does, which decides how a script is resumed.</summary>
public enum SqlStatementKind
{
    /// <summary>Nothing: <c>CREATE TABLE IF NOT EXISTS</c>, <c>DROP TABLE IF EXISTS</c>.</summary>
    Repeatable,

    /// <summary>An error: other changes of the schema, which MySQL commits on their own.</summary>
    Definition,

    /// <summary>Rows twice: kept in one transaction with the note that it ran.</summary>
    Rows,
}
