using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Compares any two versions of a layer: document, locks and conditions.</summary>
internal static class DiffCommand
{
    private static readonly Column[] Columns = Column.Of("path", "before", "after");

    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var (first, second) = (Version("a", "The earlier version."), Version("b", "The later version."));
        const string About = "List what differs between two versions of a layer: path, before, after.";
        var command = new Command("diff", About) { scope, first, second };
        return command.Runs(async (session, cancellationToken) =>
        {
            var path = SettingsScope.Path(session, scope);
            var before = await Read(session, $"{path}/versions/{session.Get(first)}", cancellationToken);
            var after = await Read(session, $"{path}/versions/{session.Get(second)}", cancellationToken);
            var rows = new RowWriter(session.Screen, Columns);
            foreach (var difference in JsonPaths.Differences(before, after)) rows.Write(difference);
            rows.Flush();
        });
    }

    private static Argument<int> Version(string name, string description) => new(name) { Description = description };

    /// <summary>The document with locks and conditions beside its members; the catalogue has no settings of these names.</summary>
    private static async Task<JsonElement> Read(Session session, string path, CancellationToken cancellationToken)
    {
        var layer = (await session.Api.Send(ApiRequest.Get(path), cancellationToken)).Json;
        if (layer?.Member("document") is not { ValueKind: JsonValueKind.Object } document)
            throw CommandFailure.Garbled("The server's answer has no document.");

        return JsonPaths.Object(
        [
            .. document.EnumerateObject().Select(member => (member.Name, (JsonElement?)member.Value)),
            ("locks", layer?.Member("locks")), ("conditions", layer?.Member("conditions")),
        ]);
    }
}
