using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>This program's version, and the interface's version at the server if one answers.</summary>
internal static class VersionCommand
{
    public static Command Create() => new Command("version", "Show the versions of this program and of the server's interface.").Runs(Run);

    private static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var server = await ServerVersion(session, cancellationToken);
        if (session.Screen.Json)
        {
            session.Screen.Line(JsonText.Compact(json =>
            {
                json.WriteStartObject();
                json.WriteString("program", ProgramVersion.Full);
                json.WriteString("server", server);
                json.WriteEndObject();
            }));
            return;
        }

        session.Screen.Row("program", ProgramVersion.Full);
        session.Screen.Row("server", server ?? "no answer");
    }

    private static async Task<string?> ServerVersion(Session session, CancellationToken cancellationToken)
    {
        var (api, http) = session.Connect(RetryBudget.None);
        using (http)
        {
            try
            {
                // Every answer of the interface carries its version, a refusal too.
                return (await api.Ask(ApiRequest.Get("stacks?limit=1"), cancellationToken)).ApiVersion ?? "unknown";
            }
            catch (Unreachable)
            {
                return null;
            }
        }
    }
}
