using Spectre.Console;

namespace Adilas.Output;

internal static class Tables
{
    public static Table Of(params IEnumerable<string> titles)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };

        // What a row is called stays in one piece, to be copied: the other columns make room.
        foreach (var (index, title) in titles.Index()) table.AddColumn(new TableColumn(new Text(title)) { NoWrap = index is 0 });
        return table;
    }

    /// <summary>Text as it is: what Spectre reads as markup is only brackets here.</summary>
    public static Text Cell(string text) => new(Plain.Escape(text));

    public static void Row(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(Cell));
}
