using System.CommandLine;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Jobs;

/// <summary>Orders a job and prints its id.</summary>
internal static class AddJobCommand
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        var kind = new Argument<string>("kind") { Description = "What it does: noop, http, sql, mail, or a kind that workers outside do." };
        var queue = new Option<string>("--queue") { Description = "Where it waits.", HelpName = "queue", DefaultValueFactory = _ => "default" };
        var payload = new Option<string?>("--payload") { Description = "JSON; absent: {}.", HelpName = "json" };
        var dueAt = new Option<string?>("--due-at") { Description = "Not before then.", HelpName = "time", CustomParser = Times.Parse };
        var dedupe = new Option<string?>("--dedupe-key") { Description = "Answers with the job that has this key and has not ended.", HelpName = "key" };
        var concurrency = new Option<string?>("--concurrency-key") { Description = "Jobs with the same key run one at a time.", HelpName = "key" };
        var numbers = new (string Member, Option<int?> Option)[]
        {
            ("priority", Number("--priority", "0 to 9, the higher first.", 0, 9)),
            ("maxAttempts", Number("--max-attempts", "1 to 50.", 1, 50)),
            ("backoffSeconds", Number("--backoff", "The pause before the second attempt, in seconds.", 1, 86_400)),
            ("deadlineSeconds", Number("--deadline", "How long one attempt may take, in seconds.", 1, 86_400)),
        };
        var command = new Command("add", "Order a job; prints its id.") { id, kind, queue, payload, dueAt, dedupe, concurrency };
        foreach (var (_, option) in numbers) command.Options.Add(option);
        return command.Runs(async (session, cancellationToken) =>
        {
            var content = Payload(session.Get(payload));
            var body = Body.Of(json =>
            {
                json.WriteString("queue", session.Get(queue));
                json.WriteString("kind", session.Get(kind));
                json.Member("payload", content);
                json.Optional("dueAt", session.Get(dueAt));
                json.Optional("dedupeKey", session.Get(dedupe));
                json.Optional("concurrencyKey", session.Get(concurrency));
                foreach (var (member, option) in numbers)
                    if (session.Get(option) is { } number) json.WriteNumber(member, number);
            });
            var answer = await session.Api.Send(ApiRequest.Post(JobCommands.Path(session, id), body), cancellationToken);
            if (session.Screen.Json) session.Screen.Raw(answer);
            else session.Screen.Row(answer.Json?.String("id") ?? throw CommandFailure.Garbled("The server's answer has no id."));
            if (!answer.IsCreatedAnew) session.Screen.Note("A job with this dedupe key has not ended; this is it.");
        });
    }

    private static JsonElement Payload(string? text)
    {
        if (text is null) return Nothing;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw CommandFailure.Usage("--payload is not JSON.", "payload");
        }
    }

    private static Option<int?> Number(string name, string description, int least, int most) =>
        new(name) { Description = description, HelpName = "n", Validators = { result => Bounds.Check(result, least, most) } };
}
