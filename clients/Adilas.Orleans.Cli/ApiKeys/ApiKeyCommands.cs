using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.ApiKeys;

/// <summary><c>adilas key …</c></summary>
internal static class ApiKeyCommands
{
    private static readonly Column[] Columns = Column.Of("id", "name", "corporation", "scopes", "createdAt", "lastUsedAt", "expiresAt", "revokedAt");

    public static Command Create() => new("key", "API keys: make, replace, take away.") { Aliases = { "keys" }, Subcommands = { List(), CreateKey(), Revoke(), Rotate() } };

    private static Command List()
    {
        var paging = new PagingOptions();
        var command = new Command("list", "List keys, never the secrets: id, name, corporation, scopes, created, last used, expires, revoked.");
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write("api-keys", [], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command CreateKey()
    {
        var name = new Argument<string>("name") { Description = "What the key is for." };
        var scopes = new Option<string[]>("--scope") { Description = "Such as corporations:read; may be repeated.", Required = true, HelpName = "scope" };
        var corporation = new Option<string?>("--corporation") { Description = "Only for this corporation.", HelpName = "id" };
        var expiresAt = new Option<string?>("--expires-at") { Description = "When it ends, such as 2027-01-01.", HelpName = "time", CustomParser = Times.Parse };
        return new Command("create", "Make a key; it is printed once, alone, on standard output.") { name, scopes, corporation, expiresAt }.Runs(async (session, cancellationToken) =>
        {
            var body = Body.Of(json =>
            {
                json.WriteString("name", session.Get(name));
                json.Optional("corporation", session.Get(corporation) is { } id ? Segment.Id(id, "corporation") : null);
                json.Strings("scopes", session.Get(scopes).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
                json.Optional("expiresAt", session.Get(expiresAt));
            });
            Hand(session, await session.Api.Send(ApiRequest.Post("api-keys", body), cancellationToken));
        });
    }

    private static Command Rotate()
    {
        var id = new Argument<string>("id") { Description = "The key's id." };
        return new Command("rotate", "Give a key a new secret; it is printed once, alone, on standard output.") { id }.Runs(async (session, cancellationToken) =>
            Hand(session, await session.Api.Send(ApiRequest.Post($"{Path(session.Get(id))}/rotate"), cancellationToken)));
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The key's id." };
        return new Command("revoke", "Take a key away, at once.") { id }.Runs(async (session, cancellationToken) =>
        {
            var path = Path(session.Get(id));
            await session.Confirm($"Whoever uses the key {session.Get(id)} is refused from now on; this cannot be undone.", session.Get(id), cancellationToken);
            session.Screen.Raw(await session.Api.Send(ApiRequest.Delete(path), cancellationToken));
        });
    }

    private static string Path(string id) => $"api-keys/{Segment.Text(id, "id")}";

    private static void Hand(Session session, ApiAnswer answer)
    {
        if (session.Screen.Json) session.Screen.Raw(answer);
        else if (answer.Json?.String("key") is { Length: > 0 } key) session.Screen.Line(key);
        else throw new CommandFailure(ExitCode.Fault, Problem.Local("answer-garbled", "The server made a key but its answer holds none; rotate it to get another."));

        session.Screen.Flush();
        session.Screen.Warn($"This is the only time that the key{(answer.Json?.String("id") is { } id ? $" {id}" : "")} is shown; keep it safe.");
    }
}
