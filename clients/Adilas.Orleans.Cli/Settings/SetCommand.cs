using System.CommandLine;
using System.Text;
using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>Sets one value.</summary>
internal static class SetCommand
{
    public static Command Create()
    {
        var scope = SettingsScope.Argument();
        var name = SettingPath.Argument();
        var (value, isText) = (ValueArgument(name), TextOption());
        var write = new WriteOptions(mayWait: true);
        var command = new Command("set", "Set one value of a layer.") { scope, name, value, isText };
        write.AddTo(command);
        return command.Runs(async (session, cancellationToken) =>
        {
            var layer = SettingsScope.Path(session, scope);
            var body = Body.Of(json =>
            {
                json.Member("value", Value(session.Get(value), session.Get(isText)));
                write.WriteTo(session, json);
            });
            var request = ApiRequest.Put($"{layer}/values/{Segment.Text(session.Get(name), "path")}", body);
            if (await SettingsWrite.Send(session, write, request, cancellationToken) is { } token)
                await LockNote.Show(session, session.Get(scope), session.Get(name), token, cancellationToken);
        });
    }

    /// <param name="path">Which setting it is of: the shell completes what may be chosen there.</param>
    public static Argument<string> ValueArgument(Argument<string> path) =>
        new Argument<string>("value") { Description = "JSON, such as 12, true or [1,2]; what is no JSON is text." }
            .Completes(context => SettingPath.Values(context.ParseResult.GetValue(path), context.WordToComplete));

    public static Option<bool> TextOption() => new("--string") { Description = "The value is text, even if it looks like a number." };

    public static JsonElement Value(string text, bool isText) =>
        !isText && JsonReading.TryParse(Encoding.UTF8.GetBytes(text), out var json, out _) ? json : JsonSerializer.SerializeToElement(text);
}
