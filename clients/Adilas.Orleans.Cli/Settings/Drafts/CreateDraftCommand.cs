using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings.Drafts;

/// <summary>Makes a draft of a document, a patch or one value.</summary>
internal static class CreateDraftCommand
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var file = new Argument<string?>("file")
        {
            Description = "A JSON object, in which null removes; - reads standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var isWhole = new Option<bool>("--replace") { Description = "The file is the whole document." };
        var path = new Option<string?>("--path") { Description = "Set one value instead, by names joined with dots.", HelpName = "path" };
        var value = new Option<string?>("--value") { Description = "That value: JSON, or else text.", HelpName = "value" };
        var write = new WriteOptions(mayWait: true, isDraft: true);
        var command = new Command("create", "Make a draft of a change; prints its id.") { scope, file, isWhole, path, value };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var name = session.Get(path);
            var source = session.Find(file);
            if (name is null == source is null || name is null != session.Get(value) is null || (name is not null && session.Get(isWhole)))
                throw CommandFailure.Usage("A draft is made of a file, or of --path and --value.", "file");

            var document = source is null ? Nothing : await DocumentFile.Read(source, cancellationToken);
            var body = Body.Of(json =>
            {
                if (name is null)
                {
                    json.WriteString("kind", session.Get(isWhole) ? "replace" : "merge");
                    json.Member("document", document);
                }
                else
                {
                    json.WriteString("path", name);
                    json.Member("value", SetCommand.Value(session.Get(value)!, isText: false));
                }

                write.WriteTo(session, json);
            });
            var request = ApiRequest.Post($"{SettingsScope.Path(session, scope)}/drafts", body) with { IfMatch = write.Version(session) };
            SettingsWrite.ShowDraft(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }
}
