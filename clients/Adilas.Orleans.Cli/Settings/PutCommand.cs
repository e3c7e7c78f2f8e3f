using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>
/// Replaces a whole layer. It does not look up the version by itself: whoever replaces everything must have read what is
/// lost, and the version that was read says so.
/// </summary>
internal static class PutCommand
{
    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var file = new Argument<string>("file") { Description = "The document, a JSON object; - reads standard input." };
        var locks = new Option<string[]>("--lock") { Description = "A path that lower layers cannot change; may be repeated.", HelpName = "path", AllowMultipleArgumentsPerToken = false };
        var layer = new Option<bool>("--layer") { Description = "The file is a whole layer as 'get --json' prints it: document, locks, conditions." };
        var write = new WriteOptions();
        var command = new Command("put", "Replace a layer's document, locks and conditions; an existing one needs --if-match.") { scope, file, locks, layer };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var content = await DocumentFile.Read(session.Get(file), cancellationToken);
            var parts = session.Get(layer) ? Parts(content) : [("document", content)];
            var paths = session.Get(locks) ?? [];
            var body = Body.Of(json =>
            {
                foreach (var (name, value) in parts.Where(part => paths.Length is 0 || part.Name is not "locks")) json.Member(name, value);
                if (paths.Length > 0) json.Strings("locks", paths);
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Put(SettingsScope.Path(session, scope), body), cancellationToken);
        });
    }

    /// <summary>The parts that can be written; the version and whatever else a layer shows are the server's.</summary>
    private static (string Name, JsonElement Value)[] Parts(JsonElement layer)
    {
        if (layer.Member("document") is not { ValueKind: JsonValueKind.Object }) throw CommandFailure.Usage("A whole layer has a document.", "document");
        return [.. ((string[])["document", "locks", "conditions"]).Where(name => layer.TryGetProperty(name, out _)).Select(name => (name, layer.GetProperty(name)))];
    }
}
