using System.CommandLine;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Corporations;

/// <summary>What a corporation is called and what it is.</summary>
internal static class ChangeCommands
{
    public static Command Rename()
    {
        var id = CorporationCommands.IdArgument();
        var name = new Argument<string>("name") { Description = "The new name." };
        var ifMatch = IfMatchOption();
        return new Command("rename", "Give a corporation another name.") { id, name, ifMatch }.Runs((session, cancellationToken) =>
            Send(session, session.Get(id), session.Get(ifMatch), Body.Of(("name", session.Get(name))), cancellationToken));
    }

    public static Command Change()
    {
        var id = CorporationCommands.IdArgument();
        var name = new Option<string?>("--name") { Description = "Another name." };
        var industry = new Option<string?>("--industry") { Description = "Another industry, whose settings then apply." };
        var kind = new Option<string?>("--kind") { Description = "work, play or demo." };
        kind.AcceptOnlyFromAmong("work", "play", "demo");
        var theme = new Option<string?>("--theme") { Description = "The theme whose settings apply; '' for none." };
        var plan = new Option<string?>("--plan") { Description = "The plan whose settings apply; '' for none. For operators." };
        var published = new Option<bool?>("--published")
        {
            Description = "true: keep a copy of its profile in Redis; false: take it away. For operators.",
            HelpName = "true|false",
            Arity = ArgumentArity.ExactlyOne,
        };
        var ifMatch = IfMatchOption();
        var command = new Command("change", "Change name, industry, kind, theme, plan, or whether the profile is published.")
        {
            id, name, industry, kind, theme, plan, published, ifMatch,
        };
        return command.Runs((session, cancellationToken) =>
        {
            (string, string?)[] changes =
            [
                ("name", session.Get(name)), ("industry", session.Get(industry)), ("kind", session.Get(kind)), ("theme", session.Get(theme)),
                ("plan", session.Get(plan)),
            ];
            var isPublished = session.Get(published);
            if (isPublished is null && changes.All(change => change.Item2 is null))
                throw CommandFailure.Usage("Give --name, --industry, --kind, --theme, --plan or --published.");

            var body = Body.Of(json =>
            {
                foreach (var (member, value) in changes) json.Optional(member, value);
                if (isPublished is { } it) json.WriteBoolean("published", it);
            });
            return Send(session, session.Get(id), session.Get(ifMatch), body, cancellationToken);
        });
    }

    private static Task Send(Session session, string id, string? version, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        session.Show(ApiRequest.Patch(CorporationCommands.Path(id), body) with { IfMatch = EntityTag.Of(version) }, cancellationToken);

    private static Option<string?> IfMatchOption() =>
        new("--if-match") { Description = "Only if this is still its version.", HelpName = "version" };
}
