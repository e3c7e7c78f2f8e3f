using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>Asks whether the server lives and whether it takes work. It asks once: a health check that waits for health is none.</summary>
internal static class HealthCommand
{
    public static Command Create() => new Command("health", "Ask whether the server lives and is ready: check, status, text.").Runs(Run);

    private static async Task<int> Run(Session session, CancellationToken cancellationToken)
    {
        var (api, http) = session.Connect(RetryBudget.None);
        using (http)
        {
            var live = await api.Ask(new ApiRequest(HttpMethod.Get, "health/live"), cancellationToken);
            var ready = await api.Ask(new ApiRequest(HttpMethod.Get, "health/ready"), cancellationToken);
            Show(session.Screen, ("live", live), ("ready", ready));
            return live.IsSuccess && ready.IsSuccess ? ExitCode.Done : ExitCode.FromStatus(ready.IsSuccess ? live.Status : ready.Status);
        }
    }

    private static void Show(Screen screen, params (string Name, ApiAnswer Answer)[] checks)
    {
        if (screen.Json)
        {
            screen.Line(JsonText.Compact(json =>
            {
                json.WriteStartObject();
                foreach (var (name, answer) in checks)
                {
                    json.WriteStartObject(name);
                    json.WriteNumber("status", answer.Status);
                    json.WriteString("text", Text(answer));
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }));
            return;
        }

        var table = Tables.Of("check", "status", "text");
        foreach (var (name, answer) in checks)
        {
            string[] cells = [name, $"{answer.Status}", Text(answer)];
            if (screen.ShowsTables) table.Row(cells);
            else screen.Row(cells);
        }

        if (screen.ShowsTables) screen.Table(table);
    }

    /// <summary>What is wrong, or the one word that nothing is.</summary>
    private static string Text(ApiAnswer answer) => answer.Json?.String("detail") ?? answer.Json?.String("status") ?? answer.Text.Trim();
}
