using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Changes what the document names and leaves the rest (RFC 7396).</summary>
internal static class PatchCommand
{
    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var file = new Argument<string>("file") { Description = "A JSON object in which null removes; - reads standard input." };
        var write = new WriteOptions(mayWait: true);
        var command = new Command("patch", "Change parts of a layer's document.") { scope, file };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var path = SettingsScope.Path(session, scope);
            var patch = await DocumentFile.Read(session.Get(file), cancellationToken);
            var body = Body.Of(json =>
            {
                json.Member("document", patch);
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Patch(path, body), cancellationToken);
        });
    }
}
