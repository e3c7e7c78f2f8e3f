using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Jobs;

/// <summary>Does something with one job, or part by part with all that match.</summary>
internal static class BulkJobCommand
{
    public static Command Create(string verb, string description)
    {
        var id = CorporationCommands.IdArgument();
        var job = new Argument<string?>("job") { Description = "The job's id, as 'jobs list' shows it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All jobs that match the filter; asks first how many they are." };
        var background = new Option<bool>("--background") { Description = "With --all: leave it to the server, print the operation's id and return." };
        var filter = new JobFilterOptions();
        var command = new Command(verb, description) { id, job, all, background };
        filter.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var one = session.Find(job);
            if (session.Get(all) == one is not null) throw CommandFailure.Usage("Give a job, or --all.", "job");
            if (one is not null && filter.IsGiven(session)) throw CommandFailure.Usage("A filter goes with --all.", "all");
            if (one is not null && session.Get(background)) throw CommandFailure.Usage("--background goes with --all.", "all");
            if (one is null) return await DoAll(session, verb, session.Get(id), filter, session.Get(background), cancellationToken);

            var answer = await session.Api.Send(ApiRequest.Post($"{JobCommands.Path(session, id, one)}/{verb}"), cancellationToken);
            JobCommands.ShowState(session.Screen, answer);
            return ExitCode.Done;
        });
    }

    private static async Task<int> DoAll(
        Session session, string verb, string id, JobFilterOptions filter, bool isInBackground, CancellationToken cancellationToken)
    {
        var path = $"{CorporationCommands.Path(id)}/jobs:{verb}";
        var asked = await session.Api.Send(ApiRequest.Post($"{path}?dryRun=true", Filter(session, filter, cursor: null)), cancellationToken);
        var count = asked.Json?.Cell("count") ?? throw CommandFailure.Garbled("The server's answer has no count.");
        if (asked.Json?.Cell("atLeast") == "true") count = $"at least {count}";
        await session.Confirm($"This would {verb} {count} jobs of {id}.", id, cancellationToken);

        if (isInBackground)
        {
            var begun = await session.Api.Send(ApiRequest.Post($"{path}?inBackground=true", Filter(session, filter, cursor: null)), cancellationToken);
            if (session.Screen.Json) session.Screen.Raw(begun);
            else session.Screen.Row(begun.Json?.String("id") ?? throw CommandFailure.Garbled("The server's answer has no id."));
            return ExitCode.Done;
        }

        var (done, skipped, cursor) = (0, 0, default(string));
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        do
        {
            var part = await session.Api.Send(ApiRequest.Post(path, Filter(session, filter, cursor)), cancellationToken);
            if (part.Json is not { } json) throw CommandFailure.Garbled("The server's answer is no result.");
            done += json.Items("done").Count();
            skipped += json.Items("skipped").Count();
            foreach (var code in json.Items("reasons").Select(reason => reason.String("code") ?? "")) reasons[code] = reasons.GetValueOrDefault(code) + 1;
            var next = json.String("next");
            if (next is not null && next == cursor) throw CommandFailure.Garbled("The server's parts do not move on.");
            cursor = next;
            if (cursor is not null) session.Screen.Note($"{done} of {count}");
        }
        while (cursor is not null);

        Show(session, done, skipped, reasons);
        return skipped > 0 ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    private static void Show(Session session, int done, int skipped, IReadOnlyDictionary<string, int> reasons)
    {
        if (session.Screen.Json)
        {
            var result = Body.Of(json =>
            {
                json.WriteNumber("done", done);
                json.WriteNumber("skipped", skipped);
            });
            session.Screen.Item(JsonElement.Parse(result.Span));
            return;
        }

        session.Screen.Row(done.ToString(CultureInfo.InvariantCulture));
        if (skipped > 0) session.Screen.Note($"{skipped} were left as they are: {string.Join(", ", reasons.Select(reason => $"{reason.Value} {reason.Key}"))}");
    }

    private static ReadOnlyMemory<byte> Filter(Session session, JobFilterOptions filter, string? cursor) => Body.Of(json =>
    {
        filter.WriteTo(session, json);
        json.Optional("cursor", cursor);
    });
}
