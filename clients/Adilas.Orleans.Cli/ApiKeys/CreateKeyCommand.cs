using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.ApiKeys;

internal static class CreateKeyCommand
{
    private const StringSplitOptions Tidily = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What the key is for." };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "Such as corporations:read; several with commas, or the option again.",
            HelpName = "scope",
            Required = true,
        };
        var corporation = new Option<string?>("--corporation") { Description = "Only for this corporation.", HelpName = "id" };
        var expiresAt = new Option<string?>("--expires-at")
        {
            Description = "When it ends, such as 2027-01-01.",
            HelpName = "time",
            CustomParser = Times.Parse,
        };
        var command = new Command("create", "Make a key; it is printed once, alone, on standard output.")
        {
            name, scopes, corporation, expiresAt,
        };
        return command.Runs(async (session, cancellationToken) =>
        {
            var body = Body.Of(json =>
            {
                json.WriteString("name", session.Get(name));
                json.Optional("corporation", session.Get(corporation) is { } id ? Segment.Id(id, "corporation") : null);
                json.Strings("scopes", session.Get(scopes).SelectMany(text => text.Split(',', Tidily)));
                json.Optional("expiresAt", session.Get(expiresAt));
            });
            NewKey.Hand(session.Screen, await session.Api.Send(ApiRequest.Post("api-keys", body), cancellationToken));
        });
    }
}
