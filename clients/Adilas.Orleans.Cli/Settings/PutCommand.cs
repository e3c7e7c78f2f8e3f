using System.CommandLine;
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
        var isLayer = new Option<bool>("--layer") { Description = "The file is a whole layer, as 'get --json' prints it." };
        var write = new WriteOptions(mayWait: true);
        var command = new Command("put", "Replace a layer's document; an existing one needs --if-match.") { scope, file, isLayer };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var content = await DocumentFile.Read(session.Get(file), cancellationToken);
            var body = Body.Of(json =>
            {
                if (session.Get(isLayer)) LayerFile.Write(json, content);
                else json.Member("document", content);
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Put(SettingsScope.Path(session, scope), body), cancellationToken);
        });
    }
}
