using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Says what the catalogue would refuse: in a document, or of all that is stored. Exit code 2 says that there is something.</summary>
internal static class ValidateCommand
{
    private static readonly Column[] OfDocument = Column.Of("path", "code", "message");
    private static readonly Column[] OfStored = Column.Of("scope", "version", "path", "code", "message");

    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "A document, or a whole layer as export wrote it; - reads standard input.",
            DefaultValueFactory = _ => "",
        };
        var layer = SettingsScope.KindOption("The kind of layer for which it is meant; what export wrote says it itself.");
        var stored = new Option<bool>("--stored") { Description = "Look at all layers that are stored: scope, version, path, code, message." };
        var catalogue = new Option<string?>("--catalogue") { Description = "With --stored: a catalogue that may be released.", HelpName = "file" };
        const string About = "List what is wrong with a document or a whole layer before it is put: path, code, message.";
        return new Command("validate", About) { file, layer, stored, catalogue }.Runs(async (session, cancellationToken) =>
        {
            var (document, kind, candidate) = (session.Get(file), session.Get(layer), session.Get(catalogue));
            if (session.Get(stored))
            {
                if (document.Length > 0 || kind is not null) throw CommandFailure.Usage("--stored looks at every layer: give no document.", "file");
                return await Stored(session, candidate, cancellationToken);
            }

            if (document.Length == 0) throw CommandFailure.Usage("Give a document, or --stored.", "file");
            return await Document(session, document, kind, cancellationToken);
        });
    }

    private static async Task<int> Document(Session session, string file, string? kind, CancellationToken cancellationToken)
    {
        var content = await DocumentFile.Read(file, cancellationToken);
        var isLayer = LayerFile.IsLayer(content);
        var wanted = kind ?? (isLayer ? LayerFile.KindOf(content) : null)
            ?? throw CommandFailure.Usage("Say for which kind of layer the document is meant: --layer.", "--layer");
        var body = Body.Of(json =>
        {
            if (isLayer) LayerFile.Write(json, content);
            else json.Member("document", content);
        });
        var request = ApiRequest.Post("settings-catalogue/check" + Query.Of(("layer", wanted)), body);
        var answer = await session.Api.Send(request, cancellationToken);
        if (answer.Json?.Member("problems") is not { ValueKind: JsonValueKind.Array } problems)
            throw CommandFailure.Garbled("The server's answer is no check.");

        var rows = new RowWriter(session.Screen, OfDocument);
        foreach (var problem in problems.EnumerateArray()) rows.Write(problem);
        rows.Flush();
        return End(session.Screen, problems.GetArrayLength(), answer.Json?.Member("hasMore") is { ValueKind: JsonValueKind.True });
    }

    private static async Task<int> Stored(Session session, string? catalogue, CancellationToken cancellationToken)
    {
        var body = catalogue is null ? default : await CatalogueBody(catalogue, cancellationToken);
        var rows = new RowWriter(session.Screen, OfStored);
        var (count, cursor) = (0, (string?)null);
        do
        {
            var address = "operate/settings/invalid" + Query.Of(("limit", "200"), ("cursor", cursor));
            var answer = await session.Api.Send(catalogue is null ? ApiRequest.Get(address) : ApiRequest.Post(address, body), cancellationToken);
            foreach (var problem in answer.Json?.Items("items") ?? [])
            {
                rows.Write(problem);
                count++;
            }

            cursor = answer.Json?.String("next");
        }
        while (cursor is not null);

        rows.Flush();
        return End(session.Screen, count, hasMore: false);
    }

    private static async Task<ReadOnlyMemory<byte>> CatalogueBody(string file, CancellationToken cancellationToken)
    {
        var catalogue = await DocumentFile.Read(file, cancellationToken);
        return Body.Of(json => json.Member("catalogue", catalogue));
    }

    private static int End(Screen screen, int count, bool hasMore)
    {
        screen.Note(count is 0 ? "Nothing is wrong." : $"Problems: {count}{(hasMore ? " and more" : "")}.");
        return count is 0 ? ExitCode.Done : ExitCode.Usage;
    }
}
