using System.Globalization;
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

    /// <summary>
    /// A row whose times are cut to the second and stay in one piece: broken over two lines they can be neither read nor compared.
    /// </summary>
    public static void ItemRow(this Table table, IReadOnlyList<string> cells)
    {
        var shown = new List<Text>(cells.Count);
        foreach (var (index, cell) in cells.Index())
        {
            var time = Second(cell);
            if (time is not null) table.Columns[index].NoWrap = true;
            shown.Add(Cell(time ?? cell));
        }

        table.AddRow(shown);
    }

    /// <summary>A time as the interface writes it, to the second; <c>null</c> for anything else.</summary>
    private static string? Second(string cell) =>
        cell is [_, _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z'] && DateTimeOffset.TryParse(
            cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;

    /// <summary>Text as it is: what Spectre reads as markup is only brackets here.</summary>
    public static Text Cell(string text) => new(Plain.Escape(text));

    public static void Row(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(Cell));
}
