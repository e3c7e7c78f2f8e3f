using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Stacks;

/// <summary><c>adilas stack …</c></summary>
internal static class StackCommands
{
    private const int MostCorporations = 1_000_000;

    private static readonly Column[] Columns =
    [
        .. Column.Of("id", "kind"), Column.Named("capacity", "capacity.corporations"), Column.Named("corporations", "corporations"),
        Column.Named("maintenance", "maintenance.until"),
    ];

    public static Command Create() => new("stack", "Stacks: the places where corporations live.")
    {
        Aliases = { "stacks" },
        Subcommands = { List(), Add(), Show(), Maintenance() },
    };

    private static Command List()
    {
        var paging = new PagingOptions();
        var command = new Command("list", "List stacks: id, kind, capacity, corporations, until when it is maintained.");
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
            session.Lists.Write("stacks", [], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Add()
    {
        var id = new Argument<string>("id") { Description = "The stack's id, such as data0." };
        var capacity = new Option<int>("--corporations")
        {
            Description = "How many corporations it may hold.",
            HelpName = "n",
            Required = true,
            Validators = { result => Bounds.Check(result, 1, MostCorporations) },
        };
        var kind = new Option<string>("--kind") { Description = "shared or dedicated.", DefaultValueFactory = _ => "shared" };
        kind.AcceptOnlyFromAmong("shared", "dedicated");
        return new Command("add", "Register a stack, or change its capacity.") { id, capacity, kind }.Runs((session, cancellationToken) =>
        {
            var body = Body.Of(json =>
            {
                json.WriteString("id", Segment.Id(session.Get(id)));
                json.WriteStartObject("capacity");
                json.WriteNumber("corporations", session.Get(capacity));
                json.WriteEndObject();
                json.WriteString("kind", session.Get(kind));
            });
            return session.Show(ApiRequest.Post("stacks", body), cancellationToken);
        });
    }

    private static Command Show()
    {
        var id = new Argument<string>("id") { Description = "The stack's id." };
        return new Command("show", "Show one stack.") { id }.Runs(async (session, cancellationToken) =>
        {
            var name = Segment.Id(session.Get(id));
            var stack = await session.Lists.Find("stacks", item => item.String("id") == name, cancellationToken)
                ?? throw new CommandFailure(ExitCode.NotFound, Problem.Local("stack-unknown", $"There is no stack {name}.", "id"));
            RecordWriter.Write(session.Screen, stack);
        });
    }

    private static Command Maintenance() => new("maintenance", "Hold the schedules of a stack's corporations for some time.")
    {
        Subcommands = { SetMaintenance(), EndMaintenance() },
    };

    private static Command SetMaintenance()
    {
        var id = new Argument<string>("id") { Description = "The stack's id." };
        var from = new Option<string?>("--from") { Description = "From then on; default now.", HelpName = "time", CustomParser = Times.Parse };
        var until = new Option<string?>("--until")
        {
            Description = "Until then, at most 7 days away; it ends by itself.",
            HelpName = "time",
            Required = true,
            CustomParser = Times.Parse,
        };
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks what holds a schedule.", HelpName = "text", Required = true };
        return new Command("set", "Hold the schedules of a stack's corporations until a time, save those of a legal duty.") { id, from, until, reason }
            .Runs((session, cancellationToken) =>
            {
                var body = Body.Of(json =>
                {
                    if (session.Get(from) is { } time) json.WriteString("from", time);
                    json.WriteString("until", session.Get(until));
                    json.WriteString("reason", session.Get(reason));
                });
                return session.Show(ApiRequest.Put(MaintenancePath(session, id), body), cancellationToken);
            });
    }

    private static Command EndMaintenance()
    {
        var id = new Argument<string>("id") { Description = "The stack's id." };
        return new Command("end", "End a stack's maintenance now, or call it off.") { id }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Delete(MaintenancePath(session, id)), cancellationToken));
    }

    private static string MaintenancePath(Session session, Argument<string> id) => $"stacks/{Segment.Id(session.Get(id))}/maintenance";
}
