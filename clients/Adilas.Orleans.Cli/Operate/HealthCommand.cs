using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Operate;

/// <summary>Asks whether the server lives and whether it takes work. It asks once: a health check that waits for health is none.</summary>
internal static class HealthCommand
{
    public static Command Create() => new Command("health", "Ask whether the server lives and is ready: check, status, text.").Runs(async (session, cancellationToken) =>
    {
        var (api, http) = session.Connect(RetryBudget.None);
        using (http)
        {
            var live = await api.Ask(new ApiRequest(HttpMethod.Get, "health/live"), cancellationToken);
            var ready = await api.Ask(new ApiRequest(HttpMethod.Get, "health/ready"), cancellationToken);
            Show(session.Screen, ("live", live), ("ready", ready));
            return live.IsSuccess && ready.IsSuccess ? ExitCode.Done : ExitCode.FromStatus(ready.IsSuccess ? live.Status : ready.Status);
        }
    });

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
                    if (answer.Json is { } said) json.Member("said", said);
                    else json.WriteString("said", answer.Text.Trim());
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }));
            return;
        }

        var table = Tables.Of("check", "status", "says");
        foreach (var (name, answer) in checks)
        {
            string[] cells = [name, $"{answer.Status}", answer.Text.Trim()];
            if (screen.ShowsTables) table.Row(cells);
            else screen.Row(cells);
        }

        if (screen.ShowsTables) screen.Table(table);
    }
}
