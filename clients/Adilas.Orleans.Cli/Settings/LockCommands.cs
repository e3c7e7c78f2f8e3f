using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Adds paths to those that no higher layer may change, or gives them free again.</summary>
internal static class LockCommands
{
    private static readonly JsonElement NoChange = JsonElement.Parse("{}");

    public static Command Lock() => Create(
        "lock", "Keep all higher layers from changing these paths.", (locks, paths) => locks.Union(paths));

    public static Command Unlock() => Create(
        "unlock", "Let higher layers change these paths again.", (locks, paths) => locks.Except(paths));

    private static Command Create(string name, string description, Func<IEnumerable<string>, string[], IEnumerable<string>> change)
    {
        var scope = SettingsScope.Argument();
        var paths = new Argument<string[]>("path")
        {
            Description = "Names joined by dots, such as limits.users or limits.",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "path",
        }.Completes(SettingPath.Words);
        var write = new WriteOptions();
        var command = new Command(name, description) { scope, paths };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var path = SettingsScope.Path(session, scope);
            var now = await LayerNow.Read(session, path, cancellationToken);
            var locks = now.Json?.Items("locks").Select(item => item.GetString() ?? "") ?? [];
            var body = Body.Of(json =>
            {
                json.Member("document", NoChange);
                json.Strings("locks", change(locks, session.Get(paths)).Order(StringComparer.Ordinal));
                write.WriteTo(session, json);
            });
            await SettingsWrite.Send(session, write, ApiRequest.Patch(path, body) with { IfMatch = now.ETag }, cancellationToken);
        });
    }
}
