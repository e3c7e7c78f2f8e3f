namespace Adilas.Journal;

/// <summary>What a state's row becomes in one projection: its rows there, none when it leaves.</summary>
/// <param name="Replaces">Whether rows of an earlier version may have to go that these do not overwrite.</param>
/// <param name="IsList">Whether a grain may have several rows in the table.</param>
internal sealed record ProjectedRows(
    string Table, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, bool Replaces, bool IsList)
{
    public const string FactTable = "corporation_fact";
}
