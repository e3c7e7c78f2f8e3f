using System.CommandLine;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Corporations;

internal static class ListCommand
{
    private static readonly Column[] Columns = Column.Of("id", "name", "industry", "kind", "stack", "mode");

    public static Command Create()
    {
        var query = new Option<string?>("--query") { Description = "How the id, the name or one of its words begins." };
        var stack = new Option<string?>("--stack") { Description = "Only on this stack." };
        var mode = new Option<string?>("--mode") { Description = "Only in this mode, such as frozen." };
        var industry = new Option<string?>("--industry") { Description = "Only of this industry." };
        var paging = new PagingOptions();
        var command = new Command("list", "List corporations: id, name, industry, kind, stack, mode.") { query, stack, mode, industry };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            "corporations",
            [
                ("query", session.Get(query)),
                ("stack", session.Get(stack)),
                ("mode", session.Get(mode)),
                ("industry", session.Get(industry)),
            ],
            Columns,
            paging.Limit(session),
            cancellationToken));
    }
}
