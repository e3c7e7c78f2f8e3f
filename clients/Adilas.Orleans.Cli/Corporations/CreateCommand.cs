using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Settings;

namespace Adilas.Corporations;

internal sealed class CreateCommand
{
    private readonly Argument<string> _id = CorporationCommands.IdArgument();
    private readonly Option<string> _name = new("--name") { Description = "Display name.", Required = true };
    private readonly Option<string> _industry = new("--industry") { Description = "Such as retail; its settings apply.", Required = true };
    private readonly Option<string> _kind = new("--kind") { Description = "work, play or demo.", DefaultValueFactory = _ => "work" };
    private readonly Option<string?> _stack = new("--stack") { Description = "The stack to live on; else the one with the most room." };
    private readonly Option<string?> _recipe = new("--recipe") { Description = "What it is made of; else small." };
    private readonly Option<string> _ownerEmail = new("--owner-email") { Description = "The owner's address.", Required = true };
    private readonly Option<string> _ownerName = new("--owner-name") { Description = "The owner's name.", Required = true };
    private readonly Option<string?> _settings = new("--settings")
    {
        Description = "A JSON object, its first settings; - reads standard input.",
        HelpName = "file",
    };
    private readonly WaitOptions _wait = new();

    public static Command Create()
    {
        var self = new CreateCommand();
        self._kind.AcceptOnlyFromAmong("work", "play", "demo");
        var command = new Command("create", "Create a corporation and wait until it is ready.")
        {
            self._id, self._name, self._industry, self._kind, self._stack, self._recipe, self._ownerEmail, self._ownerName, self._settings,
        };
        self._wait.AddTo(command);
        return command.Runs(self.Run);
    }

    private async Task<int> Run(Session session, CancellationToken cancellationToken)
    {
        var id = Segment.Id(session.Get(_id));
        JsonElement? settings = session.Get(_settings) is { } file ? await DocumentFile.Read(file, cancellationToken) : null;
        var answer = await session.Api.Send(ApiRequest.Post("corporations", Content(session, id, settings)), cancellationToken);
        var result = answer.IsCreatedAnew ? "created" : "unchanged";
        if (!_wait.Waits(session))
        {
            Show(session, answer, id, result, "accepted");
            return ExitCode.Done;
        }

        var provisioning = await ProvisioningView.Follow(session, id, _wait.Longest(session), cancellationToken);
        if (!provisioning.IsReady) throw Failed(id, provisioning);

        Show(session, answer, id, result, provisioning.State);
        return ExitCode.Done;
    }

    private ReadOnlyMemory<byte> Content(Session session, string id, JsonElement? settings) => Body.Of(json =>
    {
        json.WriteString("id", id);
        json.WriteString("name", session.Get(_name));
        json.WriteString("industry", session.Get(_industry));
        json.WriteString("kind", session.Get(_kind));
        json.Optional("stack", session.Get(_stack));
        json.Optional("recipe", session.Get(_recipe));
        json.WriteStartObject("owner");
        json.WriteString("email", session.Get(_ownerEmail));
        json.WriteString("name", session.Get(_ownerName));
        json.WriteEndObject();
        if (settings is { } document) json.Member("settings", document);
    });

    private static void Show(Session session, ApiAnswer answer, string id, string result, string state)
    {
        if (session.Screen.Json) session.Screen.Raw(answer);
        else session.Screen.Row(id, result, state);
    }

    private static CommandFailure Failed(string id, Provisioning provisioning) => new(ExitCode.Fault, Problem.Local(
        "provisioning-failed", $"{id} was not made: {provisioning.Reason?.TrimEnd('.')}.")
        with
    { Hint = $"Go on: adilas corporation provisioning retry {id}; or undo: adilas corporation provisioning rollback {id}" });
}
