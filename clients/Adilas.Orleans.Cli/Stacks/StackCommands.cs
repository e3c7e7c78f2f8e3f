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
    ];

    public static Command Create() => new("stack", "Stacks: the places where corporations live.")
    {
        Aliases = { "stacks" },
        Subcommands = { List(), Add(), Show() },
    };

    private static Command List()
    {
        var paging = new PagingOptions();
        var command = new Command("list", "List stacks: id, kind, capacity, corporations.");
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
}
