using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary>Reads a layer as it is, as it was, and how it came to be.</summary>
internal static class ReadCommands
{
    private static readonly Column[] Versions = Column.Of("version", "at", "actor", "onBehalfOf", "reason");

    public static Command Get()
    {
        var scope = SettingsScope.Argument();
        var command = new Command("get", "Print a layer's document; with --json the whole layer.") { scope };
        return command.Runs(async (session, cancellationToken) =>
        {
            var answer = await session.Api.Send(ApiRequest.Get(SettingsScope.Path(session, scope)), cancellationToken);
            Print(session.Screen, answer);
            if (answer.ETag is { } version) session.Screen.Note($"version {version.Trim('"')}");
        });
    }

    public static Command Version()
    {
        var scope = SettingsScope.Argument();
        var number = new Argument<int>("version") { Description = "The version's number." };
        return new Command("version", "Print a layer's document as it was.") { scope, number }.Runs(async (session, cancellationToken) =>
        {
            var request = ApiRequest.Get($"{SettingsScope.Path(session, scope)}/versions/{session.Get(number)}");
            Print(session.Screen, await session.Api.Send(request, cancellationToken));
        });
    }

    public static Command History()
    {
        var scope = SettingsScope.Argument();
        var paging = new PagingOptions();
        var command = new Command("history", "List a layer's versions, newest first: version, at, actor, on behalf of, reason.") { scope };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => session.Lists.Write(
            $"{SettingsScope.Path(session, scope)}/history", [], Versions, paging.Limit(session), cancellationToken));
    }

    /// <summary>Readable JSON in a pipe too, so that what is read can be edited and put back.</summary>
    private static void Print(Screen screen, ApiAnswer answer)
    {
        if (screen.Json) screen.Raw(answer);
        else if (answer.Json?.Member("document") is { } document) screen.Line(JsonText.Readable(document));
        else throw CommandFailure.Garbled("The server's answer has no document.");
        screen.Flush();
    }
}
