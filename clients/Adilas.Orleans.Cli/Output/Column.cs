using System.Text.Json;
using Adilas.Http;

namespace Adilas.Output;

/// <summary>One column of a table and one field of a tab-separated line.</summary>
internal sealed record Column(string Title, Func<JsonElement, string> Value)
{
    /// <param name="path">Names joined by dots.</param>
    public static Column Named(string title, string path) => new(title, item => item.Cell(path));

    /// <summary>A list of words, with commas between them.</summary>
    public static Column Words(string name) => new(name, item => string.Join(',', item.Items(name).Select(word => JsonText.Cell(word))));

    /// <summary>Columns whose titles are the members' own names.</summary>
    public static Column[] Of(params string[] names) => [.. names.Select(name => Named(name, name))];
}
