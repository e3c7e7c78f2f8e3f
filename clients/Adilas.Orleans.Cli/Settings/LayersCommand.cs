using System.CommandLine;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Lists the layers that there are.</summary>
internal static class LayersCommand
{
    private static readonly Column[] Columns = Column.Of("scope", "version", "changedAt", "actor", "unused");

    public static Command Create()
    {
        var kind = SettingsScope.KindOption("--kind", "Only layers of this kind.");
        var query = new Option<string?>("--query")
        {
            Description = "Only layers whose name begins so, such as acme:cl for roles.",
            HelpName = "text",
        };
        var paging = new PagingOptions();
        const string About = "List the layers in which something is set, in rising precedence: scope, version, changed at, actor, and what is unused.";
        var command = new Command("layers", About) { kind, query };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            "settings", [("kind", session.Get(kind)), ("query", session.Get(query))], Columns, paging.Limit(session), cancellationToken));
    }
}
