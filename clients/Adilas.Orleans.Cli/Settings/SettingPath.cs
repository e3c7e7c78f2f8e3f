using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Names one setting. The shell completes it from the catalogue of this program's own release.</summary>
internal static class SettingPath
{
    public static Argument<string> Argument() =>
        new Argument<string>("path") { Description = "Names joined by dots, such as limits.users.", HelpName = "path" }.Completes(Words);

    public static IEnumerable<CompletionItem> Complete(CompletionContext context) => Words(context).Select(path => new CompletionItem(path));

    public static IEnumerable<string> Words(CompletionContext context) => Beginning(context.WordToComplete);

    /// <summary>What may be chosen for a setting: the names of an enumeration, or true and false.</summary>
    public static IEnumerable<string> Values(string? path, string word)
    {
        var entry = Entries().FirstOrDefault(it => it.GetProperty("path").GetString() == path);
        IEnumerable<string> values = entry.ValueKind is JsonValueKind.Undefined ? []
            : entry.GetProperty("type").GetString() is "boolean" ? ["true", "false"]
            : entry.TryGetProperty("values", out var names) ? names.EnumerateArray().Select(name => name.GetString()!)
            : [];
        return values.Where(value => value.StartsWith(word, StringComparison.Ordinal));
    }

    /// <summary>Paths up to the next dot, as a shell completes folders: settings that begin so, and objects of settings that go on.</summary>
    private static IEnumerable<string> Beginning(string word) => All().Where(path => path.StartsWith(word, StringComparison.Ordinal))
        .Select(path => path.IndexOf('.', word.Length) is var dot and >= 0 ? path[..(dot + 1)] : path)
        .Select(path => path.EndsWith('*') ? path[..^1] : path)
        .Where(path => path != word)
        .Distinct(StringComparer.Ordinal);

    private static List<string> All() => [.. Entries().Select(entry => entry.GetProperty("path").GetString()!)];

    private static List<JsonElement> Entries()
    {
        using var stream = typeof(SettingPath).Assembly.GetManifestResourceStream("catalogue.json")!;
        using var catalogue = JsonDocument.Parse(stream);
        return [.. catalogue.RootElement.Clone().GetProperty("entries").EnumerateArray()];
    }
}
