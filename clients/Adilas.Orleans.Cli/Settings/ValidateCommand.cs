using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Says what the catalogue would refuse in a document, all of it at once.</summary>
internal static class ValidateCommand
{
    private static readonly Column[] Columns = Column.Of("path", "code", "message");

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The document, a JSON object; - reads standard input." };
        var layer = SettingsScope.KindOption("The kind of layer for which it is meant.");
        layer.Required = true;
        const string About = "List what is wrong with a document before it is put: path, code, message.";
        return new Command("validate", About) { file, layer }.Runs(async (session, cancellationToken) =>
        {
            var document = await DocumentFile.Read(session.Get(file), cancellationToken);
            var body = Body.Of(json => json.Member("document", document));
            var request = ApiRequest.Post("settings-catalogue/check" + Query.Of(("layer", session.Get(layer))), body);
            return Write(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }

    private static int Write(Screen screen, ApiAnswer answer)
    {
        var problems = answer.Json?.Items("problems").ToList() ?? throw CommandFailure.Garbled("The server's answer is no check.");
        var rows = new RowWriter(screen, Columns);
        foreach (var problem in problems) rows.Write(problem);
        rows.Flush();
        var more = answer.Json?.Member("hasMore") is { ValueKind: System.Text.Json.JsonValueKind.True } ? " and more" : "";
        screen.Note(problems.Count is 0 ? "Nothing is wrong." : $"{problems.Count}{more} problems.");
        return problems.Count is 0 ? ExitCode.Done : ExitCode.Usage;
    }
}
