using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>
/// Opens a layer's document in the person's editor, shows what the changes do, asks why, and stores them. Nothing that was written is lost.
/// </summary>
internal static class EditCommand
{
    private const string DefaultEditor = "vi";

    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var reason = new Option<string?>("--reason") { Description = "Why; else it is asked.", HelpName = "text" };
        const string About = "Edit a layer's document in $VISUAL or $EDITOR, see what changes, and store it.";
        var command = new Command("edit", About) { scope, reason };
        return command.Runs(async (session, cancellationToken) =>
        {
            if (!Screen.CanAsk) throw CommandFailure.Usage("An editor needs a terminal. Elsewhere: settings get, put, patch, set.");

            var path = SettingsScope.Path(session, scope);
            var now = await LayerNow.Read(session, path, cancellationToken);
            var file = Path.Combine(Path.GetTempPath(), $"adilas-{Path.GetRandomFileName()}.json");
            await File.WriteAllTextAsync(file, JsonText.Readable(now.Document) + "\n", cancellationToken);
            try
            {
                await Edit(session, path, now, file, session.Get(reason), cancellationToken);
                File.Delete(file);
            }
            catch (Exception)
            {
                session.Screen.Say($"What you wrote is kept in {file}");
                throw;
            }
        });
    }

    private static async Task Edit(
        Session session, string path, LayerNow now, string file, string? reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Open(file, cancellationToken);
            try
            {
                var document = await DocumentFile.Read(file, cancellationToken);
                if (JsonElement.DeepEquals(document, now.Document))
                {
                    session.Screen.Note("Nothing was changed.");
                    return;
                }

                await SettingsWrite.Show(session, Request(path, now, document, reason), cancellationToken);
                reason ??= await Ask("Reason (empty: edit again): ", cancellationToken);
                if (reason.Length == 0)
                {
                    reason = null;
                    continue;
                }

                await SettingsWrite.Store(session, Request(path, now, document, reason), cancellationToken);
                return;
            }
            catch (CommandFailure refused) when (refused.ExitCode is ExitCode.Usage)
            {
                session.Screen.Say($"error: {refused.Problem.Detail}");
                if (await Ask("Edit again? [Y/n] ", cancellationToken) is "n" or "N") throw;
            }
        }
    }

    private static ApiRequest Request(string path, LayerNow now, JsonElement document, string? reason)
    {
        var body = Body.Of(json =>
        {
            json.Member("document", document);
            now.WriteAside(json);
            json.Optional("reason", reason);
        });
        return ApiRequest.Put(path, body) with { IfMatch = now.ETag };
    }

    private static async Task Open(string file, CancellationToken cancellationToken)
    {
        var editor = Environment.GetEnvironmentVariable("VISUAL") ?? Environment.GetEnvironmentVariable("EDITOR") ?? DefaultEditor;

        // The variable may hold options too, which the shell takes apart.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "adilas", file]))!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new CommandFailure(ExitCode.Fault, Problem.Local("editor", $"'{editor}' ended with {process.ExitCode}; nothing was stored."));
    }

    private static async Task<string> Ask(string question, CancellationToken cancellationToken)
    {
        Console.Error.Write(question);

        // The console cannot be read with a token, and Ctrl-C must not wait for the next Enter.
        return (await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken))?.Trim() ?? "";
    }
}
