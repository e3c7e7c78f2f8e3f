using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;

namespace Adilas.Settings;

/// <summary>Names one setting. The shell completes it from the catalogue of this program's own release.</summary>
internal static class SettingPath
{
    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("path") { Description = "Names joined by dots, such as limits.users.", HelpName = "path" };
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    public static IEnumerable<CompletionItem> Complete(CompletionContext context) =>
        Beginning(context.WordToComplete).Select(path => new CompletionItem(path));

    /// <summary>Paths up to the next dot, as a shell completes folders: settings that begin so, and objects of settings that go on.</summary>
    private static IEnumerable<string> Beginning(string word) => All().Where(path => path.StartsWith(word, StringComparison.Ordinal))
        .Select(path => path.IndexOf('.', word.Length) is var dot and >= 0 ? path[..(dot + 1)] : path)
        .Select(path => path.EndsWith('*') ? path[..^1] : path)
        .Where(path => path != word)
        .Distinct(StringComparer.Ordinal);

    private static List<string> All()
    {
        using var stream = typeof(SettingPath).Assembly.GetManifestResourceStream("catalogue.json")!;
        using var catalogue = JsonDocument.Parse(stream);
        return [.. catalogue.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("path").GetString()!)];
    }
}
