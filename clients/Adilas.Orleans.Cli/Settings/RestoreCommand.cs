using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Makes an earlier version the newest; nothing of the history is lost.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var version = new Argument<int>("version") { Description = "The version to bring back." };
        var write = new WriteOptions();
        var command = new Command("restore", "Bring an earlier version back, as a new one.") { scope, version };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var layer = SettingsScope.Path(session, scope);
            var body = Body.Of(json =>
            {
                json.WriteNumber("version", session.Get(version));
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Post($"{layer}/restore", body), cancellationToken);
        });
    }
}
