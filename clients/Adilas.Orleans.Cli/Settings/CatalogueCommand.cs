using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Lists what may be set.</summary>
internal static class CatalogueCommand
{
    private const string AnyName = "*";

    private static readonly string[] Flags = ["hard", "personal", "approval"];

    private static readonly Column[] Columns =
    [
        .. Column.Of("path", "rule", "unit", "default"), new("flags", FlagsOf), Column.Words("layers"), Column.Named("description", "description"),
    ];

    public static Command Create()
    {
        var path = new Argument<string>("path")
        {
            Description = "Only this setting, or those beneath, such as images or terms.cart.",
            DefaultValueFactory = _ => "",
            HelpName = "path",
            CompletionSources = { SettingPath.Complete },
        };
        var layer = SettingsScope.KindOption("Only what layers of this kind may set.");
        const string About = "List the settings that there are: path, rule, unit, default, flags, layers, description.";
        return new Command("catalogue", About) { path, layer }.Runs(async (session, cancellationToken) =>
        {
            var request = ApiRequest.Get("settings-catalogue" + Query.Of(("layer", session.Get(layer))));
            var answer = await session.Api.Send(request, cancellationToken);
            Write(session.Screen, answer, session.Get(path) is { Length: > 0 } wanted ? wanted.Split('.') : [], session.Get(layer));
        });
    }

    private static void Write(Screen screen, ApiAnswer answer, string[] wanted, string? layer)
    {
        if (answer.Json?.Member("entries") is not { ValueKind: JsonValueKind.Array } entries)
            throw CommandFailure.Garbled("The server's answer is no catalogue.");

        var rows = new RowWriter(screen, Columns);
        var found = entries.EnumerateArray().Where(entry => IsWithin(entry.String("path") ?? "", wanted)).ToList();
        foreach (var entry in found) rows.Write(entry);
        rows.Flush();
        if (found.Count == 0)
        {
            throw new CommandFailure(ExitCode.NotFound, Problem.Local("setting-unknown", layer is null
                ? "The catalogue has no such setting; your own stand under 'custom'."
                : $"The catalogue has no such setting that a layer of the kind {layer} may set; without --layer you see whose it is.", "path"));
        }
    }

    private static string FlagsOf(JsonElement entry) =>
        string.Join(',', Flags.Where(flag => entry.Member(flag) is { ValueKind: JsonValueKind.True }));

    private static bool IsWithin(string path, string[] wanted)
    {
        var names = path.Split('.');
        return names.Length >= wanted.Length && names.Zip(wanted).All(pair => pair.First == pair.Second || pair.First is AnyName);
    }
}
