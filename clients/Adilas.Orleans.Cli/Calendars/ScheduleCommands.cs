using System.CommandLine;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;
using Adilas.Settings;

namespace Adilas.Calendars;

/// <summary><c>adilas schedules …</c></summary>
internal static class ScheduleCommands
{
    // A file may be what 'show --json' printed: this follows from the rest. What else is in it the server refuses by name.
    private static readonly string[] Shown = ["name", "version", "nextAt", "hold", "createdAt", "changedAt", "changedBy", "upcoming"];

    private static readonly Column[] Columns =
        Column.Of("name", "cron", "zone", "everySeconds", "at", "queue", "kind", "enabled", "nextAt", "hold", "note");

    private static readonly Column[] RunColumns = Column.Of("dueAt", "result", "until", "job", "state", "durationMs", "handledAt");
    private static readonly Column[] TimeColumns = Column.Of("at", "local", "note");

    public static Command Create() => new("schedules", "What a corporation does at its times: jobs by cron expression, at intervals, or once.")
    {
        Aliases = { "schedule" },
        Subcommands =
        {
            List(), Show(), Set(), Remove(), Run(), Runs(), Preview(),
            Switch("pause", "Let a schedule come due no more until it is resumed.", isEnabled: false),
            Switch("resume", "Let a paused schedule come due again; what passed meanwhile is not made up for.", isEnabled: true),
        },
    };

    private static Command List()
    {
        var id = CorporationCommands.IdArgument();
        var paging = new PagingOptions();
        var command = new Command(
            "list", "List schedules by name: name, cron, zone, every seconds, at, queue, kind, enabled, next at, hold, note.") { id };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
            session.Lists.Write($"{CorporationCommands.Path(session.Get(id))}/schedules", [], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Show()
    {
        var (id, name) = (CorporationCommands.IdArgument(), NameArgument());
        return new Command("show", "Show one schedule with its next times.") { id, name }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Get(Path(session, id, name)), cancellationToken));
    }

    private static Command Set()
    {
        var (id, name, file, version) = (CorporationCommands.IdArgument(), NameArgument(), FileArgument(), VersionOption());
        return new Command("set", "Make a schedule, or change it; an existing one needs --if-match.") { id, name, file, version }
            .Runs(async (session, cancellationToken) =>
            {
                var body = Definition(await DocumentFile.Read(session.Get(file), cancellationToken));
                await session.Show(ApiRequest.Put(Path(session, id, name), body) with { IfMatch = EntityTag.Of(session.Get(version)) }, cancellationToken);
            });
    }

    private static Command Remove()
    {
        var (id, name, version) = (CorporationCommands.IdArgument(), NameArgument(), VersionOption());
        return new Command("remove", "Take a schedule away; the jobs that it made stay.") { id, name, version }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Delete(Path(session, id, name)) with { IfMatch = EntityTag.Of(session.Get(version)) }, cancellationToken));
    }

    private static Command Run()
    {
        var (id, name) = (CorporationCommands.IdArgument(), NameArgument());
        return new Command("run", "Make a schedule's job now, beside its times.") { id, name }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Post($"{Path(session, id, name)}/run"), cancellationToken));
    }

    private static Command Runs()
    {
        var (id, name) = (CorporationCommands.IdArgument(), NameArgument());
        var paging = new PagingOptions();
        var command = new Command("runs", "List what became of a schedule's times, latest first: due at, result, until, job, state, duration, handled at.") { id, name };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
            session.Lists.Write($"{Path(session, id, name)}/runs", [], RunColumns, paging.Limit(session), cancellationToken));
    }

    private static Command Preview()
    {
        var (id, file) = (CorporationCommands.IdArgument(), FileArgument());
        return new Command("preview", "List the next times of a schedule that would be set now: at, local, note.") { id, file }
            .Runs(async (session, cancellationToken) =>
            {
                var body = Definition(await DocumentFile.Read(session.Get(file), cancellationToken));
                var answer = await session.Api.Send(
                    ApiRequest.Post($"{CorporationCommands.Path(session.Get(id))}/schedules:preview", body), cancellationToken);
                if (session.Screen.Json)
                {
                    session.Screen.Raw(answer);
                    return;
                }

                var rows = new RowWriter(session.Screen, TimeColumns);
                foreach (var time in answer.Json?.Items("times") ?? []) rows.Write(time);
                rows.Flush();
            });
    }

    /// <summary>Reads the schedule and sets it again, unless somebody else changed it meanwhile.</summary>
    private static Command Switch(string verb, string description, bool isEnabled)
    {
        var (id, name) = (CorporationCommands.IdArgument(), NameArgument());
        return new Command(verb, description) { id, name }.Runs(async (session, cancellationToken) =>
        {
            var path = Path(session, id, name);
            var answer = await session.Api.Send(ApiRequest.Get(path), cancellationToken);
            if (answer.Json is not { } schedule || schedule.Whole("version") is not { } version)
                throw CommandFailure.Garbled("The server's answer is no schedule.");
            var body = Definition(schedule, isEnabled);
            await session.Show(ApiRequest.Put(path, body) with { IfMatch = $"\"{version}\"" }, cancellationToken);
        });
    }

    private static ReadOnlyMemory<byte> Definition(JsonElement schedule, bool? isEnabled = null) => Body.Of(json =>
    {
        foreach (var member in schedule.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Null || (member.NameEquals("enabled") && isEnabled is not null)) continue;
            if (!Shown.Contains(member.Name)) json.Member(member.Name, member.Value);
        }

        if (isEnabled is { } enabled) json.WriteBoolean("enabled", enabled);
    });

    private static Argument<string> NameArgument() => new("name") { Description = "The schedule's name." };

    private static Argument<string> FileArgument() =>
        new("file") { Description = "The schedule, a JSON object, such as 'show --json' prints; - reads standard input." };

    private static Option<string?> VersionOption() => new("--if-match")
    {
        Description = "Only if this is still the schedule's version, as 'schedules show' tells it.",
        HelpName = "version",
    };

    private static string Path(Session session, Argument<string> id, Argument<string> name) =>
        $"{CorporationCommands.Path(session.Get(id))}/schedules/{Segment.Id(session.Get(name), "name")}";
}
