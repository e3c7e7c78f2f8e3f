using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Corporations;

/// <summary>What a corporation may do: live, read-only, frozen, archived, closed.</summary>
internal static class ModeCommands
{
    public static Command Mode()
    {
        var id = CorporationCommands.IdArgument();
        var mode = new Argument<string>("mode") { Description = "The new mode." };
        mode.AcceptOnlyFromAmong("live", "readOnly", "frozen", "archived");
        var reason = new Option<string>("--reason") { Description = "Why; it stands in the history.", Required = true, HelpName = "text" };
        return new Command("mode", "Set what a corporation may do.") { id, mode, reason }.Runs((session, cancellationToken) =>
        {
            var body = Body.Of(("mode", session.Get(mode)), ("reason", session.Get(reason)));
            return session.Show(ApiRequest.Put($"{CorporationCommands.Path(session.Get(id))}/mode", body), cancellationToken);
        });
    }

    public static Command Close()
    {
        var id = CorporationCommands.IdArgument();
        var reason = new Option<string?>("--reason") { Description = "Why; it stands in the history.", HelpName = "text" };
        var command = new Command("close", "Close a corporation; it can be restored for 30 days, then it is purged.") { id, reason };
        return command.Runs(async (session, cancellationToken) =>
        {
            var name = session.Get(id);
            var path = CorporationCommands.Path(name) + Query.Of(("reason", session.Get(reason)));
            var consequence = $"Closes {name} for its people at once; 'restore' brings it back within 30 days, after that it is purged.";
            await session.Confirm(consequence, name, cancellationToken);
            await session.Show(ApiRequest.Delete(path), cancellationToken);
        });
    }

    public static Command Restore()
    {
        var id = CorporationCommands.IdArgument();
        var command = new Command("restore", "Bring a closed corporation back into its earlier mode.") { id };
        return command.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Post($"{CorporationCommands.Path(session.Get(id))}/restore"), cancellationToken));
    }
}
