using System.Text.Json;

namespace Adilas.Output;

/// <summary>One column of a table and one field of a tab-separated line.</summary>
internal sealed record Column(string Title, Func<JsonElement, string> Value)
{
    /// <param name="path">Names joined by dots.</param>
    public static Column Named(string title, string path) => new(title, item => item.Cell(path));

    /// <summary>Columns whose titles are the members' own names.</summary>
    public static Column[] Of(params string[] names) => [.. names.Select(name => Named(name, name))];
}
