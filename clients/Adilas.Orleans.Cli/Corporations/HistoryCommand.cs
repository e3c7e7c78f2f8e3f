using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Corporations;

internal static class HistoryCommand
{
    private const string Description =
        "Show who changed what, newest first: position, at, actor, on behalf of, action, subject, version, changes, trace.";

    public static Command Create()
    {
        var id = CorporationCommands.IdArgument();
        var options = new HistoryOptions();
        var command = new Command("history", Description) { id };
        options.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            $"{CorporationCommands.Path(session.Get(id))}/history",
            options.Filter(session),
            HistoryOptions.Columns(session),
            options.Limit(session),
            cancellationToken));
    }
}
