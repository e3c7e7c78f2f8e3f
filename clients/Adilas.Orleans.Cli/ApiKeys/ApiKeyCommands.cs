using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.ApiKeys;

/// <summary><c>adilas key …</c></summary>
internal static class ApiKeyCommands
{
    private static readonly Column[] Columns =
    [
        .. Column.Of("id", "name", "corporation"),
        Column.Words("scopes"),
        .. Column.Of("createdAt", "lastUsedAt", "expiresAt", "revokedAt"),
    ];

    public static Command Create() => new("key", "API keys: make, replace, take away.")
    {
        Aliases = { "keys" },
        Subcommands = { List(), CreateKeyCommand.Create(), Revoke(), Rotate() },
    };

    private static Command List()
    {
        var corporation = new Option<string?>("--corporation") { Description = "Only this corporation's keys.", HelpName = "id" };
        var paging = new PagingOptions();
        var command = new Command("list", "List keys: id, name, corporation, scopes, created, last used, expires, revoked.")
        {
            corporation,
        };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            "api-keys", [("corporation", session.Get(corporation))], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Rotate()
    {
        var id = IdArgument();
        var command = new Command("rotate", "Give a key a new secret; it is printed once, alone, on standard output.") { id };
        return command.Runs(async (session, cancellationToken) =>
            NewKey.Hand(session.Screen, await session.Api.Send(ApiRequest.Post($"{Path(session.Get(id))}/rotate"), cancellationToken)));
    }

    private static Command Revoke()
    {
        var id = IdArgument();
        return new Command("revoke", "Take a key away.") { id }.Runs(async (session, cancellationToken) =>
        {
            var name = session.Get(id);
            var path = Path(name);
            await session.Confirm($"Whoever uses the key {name} is refused from now on; this cannot be undone.", name, cancellationToken);
            await session.Show(ApiRequest.Delete(path), cancellationToken);
        });
    }

    private static Argument<string> IdArgument() => new("id") { Description = "The key's id, as 'key list' shows it." };

    private static string Path(string id) => $"api-keys/{Segment.Text(id, "id")}";
}
