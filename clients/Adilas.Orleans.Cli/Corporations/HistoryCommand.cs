using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Corporations;

internal static class HistoryCommand
{
    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        var filter = new HistoryOptions();
        var command = new Command("history", "Show who changed what: position, at, actor, on behalf of, action, subject, version, changes, trace.") { id };
        filter.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            $"{CorporationCommands.Path(session.Get(id))}/history", filter.Filter(session), HistoryOptions.Columns(session), filter.Limit(session), cancellationToken));
    }
}
