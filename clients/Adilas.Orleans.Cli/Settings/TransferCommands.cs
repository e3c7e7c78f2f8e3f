using System.CommandLine;
using System.Text;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Takes whole layers, locks and conditions included, from one server to another or into version control.</summary>
internal static class TransferCommands
{
    public static Command Export()
    {
        var scope = SettingsScope.Argument();
        var file = new Argument<string>("file")
        {
            Description = "Where to; without it, or with -, standard output.",
            DefaultValueFactory = _ => "-",
        };
        return new Command("export", "Write a whole layer: document, locks, conditions.") { scope, file }.Runs(async (session, cancellationToken) =>
        {
            var layer = (await session.Api.Send(ApiRequest.Get(SettingsScope.Path(session, scope)), cancellationToken)).Json;
            if (layer?.Member("document") is null) throw CommandFailure.Garbled("The server's answer has no document.");
            var text = JsonText.Readable(JsonPaths.Object([.. LayerFile.Members.Select(part => (part, layer?.Member(part)))]));
            if (session.Get(file) is "-") session.Screen.Line(text);
            else await Write(session.Get(file), text + "\n", cancellationToken);
        });
    }

    public static Command Import()
    {
        var scope = SettingsScope.Argument();
        var file = new Argument<string>("file") { Description = "What export wrote; - reads standard input." };
        var write = new WriteOptions();
        var command = new Command("import", "Make a layer what export wrote, of this or another layer of the same kind.") { scope, file };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var layer = await DocumentFile.Read(session.Get(file), cancellationToken);
            var path = SettingsScope.Path(session, scope);
            CheckKind(layer, session.Get(scope));
            var now = await LayerNow.Read(session, path, cancellationToken);
            var body = Body.Of(json =>
            {
                LayerFile.Write(json, layer);
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Put(path, body) with { IfMatch = now.ETag }, cancellationToken);
        });
    }

    /// <summary>What one corporation says is not to become what all of them hear.</summary>
    private static void CheckKind(JsonElement layer, string to)
    {
        if (LayerFile.KindOf(layer) is not { } kind || kind == to.Split(':')[0]) return;
        throw CommandFailure.Usage($"The file is the layer {layer.String("scope")}, which is of another kind than {to}. To do it all the same, take its \"scope\" away.", "file");
    }

    private static async Task Write(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} cannot be written: {failure.Message}", "file");
        }
    }
}
