using System.Text.Json;
using Spectre.Console;

namespace Adilas.Output;

/// <summary>Writes items as they come: JSON lines, tab-separated lines, or tables of a size that fits in memory.</summary>
internal sealed class RowWriter(Screen screen, IReadOnlyList<Column> columns)
{
    private const int MaxTableRows = 1000;

    private Table? _table;

    public void Write(JsonElement item)
    {
        if (screen.Json) screen.Item(item);
        else if (!screen.ShowsTables) screen.Row(columns.Select(column => column.Value(item)));
        else AddToTable(item);
    }

    /// <summary>Shows what was written so far.</summary>
    public void Flush()
    {
        if (_table is not null) screen.Table(_table);
        _table = null;
        screen.Flush();
    }

    private void AddToTable(JsonElement item)
    {
        _table ??= Tables.Of(columns.Select(column => column.Title));
        _table.ItemRow([.. columns.Select(column => column.Value(item))]);
        if (_table.Rows.Count >= MaxTableRows) Flush();
    }
}
