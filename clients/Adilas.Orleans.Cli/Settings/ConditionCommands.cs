using System.CommandLine;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Output;

namespace Adilas.Settings;

/// <summary><c>adilas settings condition …</c>: values of a layer for some corporations, or for some time.</summary>
internal static class ConditionCommands
{
    private static readonly JsonElement NoChange = JsonElement.Parse("{}");
    private static readonly Column[] Columns = Column.Of("path", "value", "share", "from", "until");

    public static Command Create() => new("condition", "Values for some corporations or some time: set, list and remove them.")
    {
        Aliases = { "conditions" },
        Subcommands = { Set(), List(), Remove() },
    };

    private static Command Set()
    {
        var (scope, path) = (SettingsScope.Argument(), SettingPath.Argument());
        var value = SetCommand.ValueArgument(path);
        var isText = SetCommand.TextOption();
        var share = new Option<decimal?>("--share") { Description = "For this share of corporations, from 0 to 1.", HelpName = "share" };
        var from = TimeOption("--from", "From this time on, such as 2027-01-01T00:00:00Z.");
        var until = TimeOption("--until", "Until this time.");
        var isFurther = new Option<bool>("--add") { Description = "Beside the conditions that the path has: of several that apply the last holds." };
        var write = new WriteOptions();
        const string About = "Set a value on a condition, in place of those that the path has.";
        var command = new Command("set", About) { scope, path, value, isText, share, from, until, isFurther };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            if (session.Get(share) is null && session.Get(from) is null && session.Get(until) is null)
                throw CommandFailure.Usage("A condition has a share, a beginning or an end: --share, --from, --until.", "--share");

            var condition = Condition(session.Get(path), SetCommand.Value(session.Get(value), session.Get(isText)), json =>
            {
                if (session.Get(share) is { } part) json.WriteNumber("share", part);
                json.Optional("from", session.Get(from));
                json.Optional("until", session.Get(until));
            });
            await Change(session, scope, write, now => [.. session.Get(isFurther) ? now : Others(now, session.Get(path)), condition], cancellationToken);
        });
    }

    private static Command List()
    {
        var scope = SettingsScope.Argument();
        const string About = "List a layer's conditions in their order: path, value, share, from, until.";
        return new Command("list", About) { scope }.Runs(async (session, cancellationToken) =>
        {
            var now = await LayerNow.Read(session, SettingsScope.Path(session, scope), cancellationToken);
            var rows = new RowWriter(session.Screen, Columns);
            foreach (var condition in now.Json?.Items("conditions") ?? []) rows.Write(condition);
            rows.Flush();
        });
    }

    private static Command Remove()
    {
        var (scope, path) = (SettingsScope.Argument(), SettingPath.Argument());
        var write = new WriteOptions();
        var command = new Command("remove", "Take away all conditions of a path.") { scope, path };
        write.AddTo(command);
        return command.Runs((session, cancellationToken) => Change(session, scope, write, now =>
        {
            var others = Others(now, session.Get(path)).ToList();
            return others.Count < now.Count
                ? others
                : throw new CommandFailure(ExitCode.NotFound, Problem.Local("condition-unknown", $"The layer has no condition on {session.Get(path)}.", "path"));
        }, cancellationToken));
    }

    /// <summary>Puts other conditions into the version that was read; document and locks stay.</summary>
    private static async Task Change(
        Session session,
        Argument<string> scope,
        WriteOptions write,
        Func<IReadOnlyList<JsonElement>, IEnumerable<JsonElement>> change,
        CancellationToken cancellationToken)
    {
        var path = SettingsScope.Path(session, scope);
        var now = await LayerNow.Read(session, path, cancellationToken);
        var conditions = change([.. now.Json?.Items("conditions") ?? []]).ToList();
        var body = Body.Of(json =>
        {
            json.Member("document", NoChange);
            json.WriteStartArray("conditions");
            foreach (var condition in conditions) condition.WriteTo(json);
            json.WriteEndArray();
            write.WriteTo(session, json);
        });
        await SettingsWrite.Send(session, write, ApiRequest.Patch(path, body) with { IfMatch = now.ETag }, cancellationToken);
    }

    private static IEnumerable<JsonElement> Others(IReadOnlyList<JsonElement> conditions, string path) =>
        conditions.Where(condition => condition.String("path") != path);

    private static JsonElement Condition(string path, JsonElement value, Action<Utf8JsonWriter> write) => JsonElement.Parse(Body.Of(json =>
    {
        json.WriteString("path", path);
        json.Member("value", value);
        write(json);
    }).Span);

    private static Option<string?> TimeOption(string name, string description) =>
        new(name) { Description = description, HelpName = "time", CustomParser = Times.Parse };
}
