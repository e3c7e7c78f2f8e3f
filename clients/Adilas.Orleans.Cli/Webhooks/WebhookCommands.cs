using System.CommandLine;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Invocation;
using Adilas.Jobs;
using Adilas.Output;

namespace Adilas.Webhooks;

/// <summary><c>adilas webhooks …</c></summary>
internal static class WebhookCommands
{
    private const StringSplitOptions Tidily = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly Column[] Columns =
    [
        .. Column.Of("id", "url"), Column.Words("events"),
        .. Column.Of("enabled", "disabledReason", "keptUntil", "failingSince", "failures", "description"),
    ];

    private static readonly Column[] DeliveryColumns =
        Column.Of("id", "type", "state", "attempt", "maxAttempts", "status", "failureCode", "nextAt", "createdAt", "replay", "event");

    public static Command Create() => new("webhooks", "Whom a corporation tells what happens in it: endpoints, their deliveries, and replays.")
    {
        Aliases = { "webhook" },
        Subcommands =
        {
            List(), Add(), Show(), Change(), Remove(), Rotate(), Test(), Deliveries(), ReplayCommand.Create(),
            Switch("enable", "Tell a disabled webhook again, and what was kept for it meanwhile.", isEnabled: true),
            Switch("disable", "Tell a webhook nothing; what happens is kept for it for some days.", isEnabled: false),
        },
    };

    public static Argument<string> WebhookArgument() => new("webhook") { Description = "The webhook's id, as 'webhooks list' shows it." };

    public static string Path(Session session, Argument<string> id, Argument<string> webhook) =>
        $"{All(session, id)}/{Segment.Id(session.Get(webhook), "webhook")}";

    private static string All(Session session, Argument<string> id) => $"{CorporationCommands.Path(session.Get(id))}/webhooks";

    private static Command List()
    {
        var (id, paging) = (CorporationCommands.IdArgument(), new PagingOptions());
        const string About = "List webhooks: id, URL, events, enabled, why not, kept until, failing since, failures, what it is for.";
        var command = new Command("list", About) { id };
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) =>
            session.Lists.Write(All(session, id), [], Columns, paging.Limit(session), cancellationToken));
    }

    private static Command Show()
    {
        var (id, webhook) = (CorporationCommands.IdArgument(), WebhookArgument());
        return new Command("show", "Show one webhook, and how it fares.") { id, webhook }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Get(Path(session, id, webhook)), cancellationToken));
    }

    private static Command Add()
    {
        var id = CorporationCommands.IdArgument();
        var url = new Argument<string>("url") { Description = "Where events are sent, http or https." };
        var (events, description) = (EventsOption(isRequired: true), DescriptionOption());
        return new Command("add", "Make a webhook; its secret is printed once, alone, on standard output.") { id, url, events, description }
            .Runs(async (session, cancellationToken) =>
            {
                var body = Body.Of(json =>
                {
                    json.WriteString("url", session.Get(url));
                    json.Strings("events", Events(session.Get(events)));
                    json.Optional("description", session.Get(description));
                });
                NewSecret.Hand(session.Screen, await session.Api.Send(ApiRequest.Post(All(session, id), body), cancellationToken));
            });
    }

    private static Command Change()
    {
        var (id, webhook, version) = (CorporationCommands.IdArgument(), WebhookArgument(), VersionOption());
        var url = new Option<string?>("--url") { Description = "Where events are sent from now on.", HelpName = "url" };
        var (events, description) = (EventsOption(isRequired: false), DescriptionOption());
        return new Command("change", "Change a webhook's address, events or description.") { id, webhook, url, events, description, version }
            .Runs(async (session, cancellationToken) =>
            {
                var body = Body.Of(json =>
                {
                    json.Optional("url", session.Get(url));
                    if (session.Get(events) is { Length: > 0 } wanted) json.Strings("events", Events(wanted));
                    json.Optional("description", session.Get(description));
                });
                var request = ApiRequest.Patch(Path(session, id, webhook), body) with { IfMatch = EntityTag.Of(session.Get(version)) };
                await session.Show(request, cancellationToken);
            });
    }

    private static Command Remove()
    {
        var (id, webhook, version) = (CorporationCommands.IdArgument(), WebhookArgument(), VersionOption());
        return new Command("remove", "Take a webhook away; what has not been delivered is not.") { id, webhook, version }
            .Runs(async (session, cancellationToken) =>
            {
                var request = ApiRequest.Delete(Path(session, id, webhook)) with { IfMatch = EntityTag.Of(session.Get(version)) };
                await session.Confirm("The webhook is told nothing from now on, and its secret is gone.", session.Get(webhook), cancellationToken);
                await session.Show(request, cancellationToken);
            });
    }

    private static Command Rotate()
    {
        var (id, webhook) = (CorporationCommands.IdArgument(), WebhookArgument());
        const string About = "Give a webhook a new secret, printed once, alone, on standard output; the old one signs too for a day.";
        return new Command("rotate", About) { id, webhook }.Runs(async (session, cancellationToken) => NewSecret.Hand(
            session.Screen, await session.Api.Send(ApiRequest.Post($"{Path(session, id, webhook)}/rotate"), cancellationToken)));
    }

    private static Command Test()
    {
        var (id, webhook) = (CorporationCommands.IdArgument(), WebhookArgument());
        return new Command("test", "Send the event webhook.test; prints the delivery's id.") { id, webhook }.Runs((session, cancellationToken) =>
            session.Show(ApiRequest.Post($"{Path(session, id, webhook)}/test"), cancellationToken));
    }

    private static Command Deliveries()
    {
        var (id, webhook, filter, paging, watch) =
            (CorporationCommands.IdArgument(), WebhookArgument(), new DeliveryFilterOptions(), new PagingOptions(), Watch.Option());
        const string About =
            "List deliveries, newest first: id, type, state, attempt, of how many, status, what failed, next at, created at, whether a replay, event.";
        var command = new Command("deliveries", About) { id, webhook, watch };
        filter.AddTo(command);
        paging.AddTo(command);
        return command.Runs((session, cancellationToken) => Watch.Run(
            session,
            watch,
            () => session.Lists.Write(
                $"{Path(session, id, webhook)}/deliveries", filter.Query(session), DeliveryColumns, paging.Limit(session), cancellationToken),
            cancellationToken));
    }

    private static Command Switch(string verb, string description, bool isEnabled)
    {
        var (id, webhook) = (CorporationCommands.IdArgument(), WebhookArgument());
        return new Command(verb, description) { id, webhook }.Runs((session, cancellationToken) => session.Show(
            ApiRequest.Patch(Path(session, id, webhook), Body.Of(json => json.WriteBoolean("enabled", isEnabled))), cancellationToken));
    }

    private static IEnumerable<string> Events(string[] given) => given.SelectMany(text => text.Split(',', Tidily));

    private static Option<string[]> EventsOption(bool isRequired) => new("--event")
    {
        Description = "What it is told of, such as settings.changed, corporation.* or *; several with commas, or the option again.",
        HelpName = "event",
        Required = isRequired,
    };

    private static Option<string?> DescriptionOption() => new("--description") { Description = "What it is for.", HelpName = "text" };

    private static Option<string?> VersionOption() => new("--if-match")
    {
        Description = "Only if this is still the webhook's version, as 'webhooks show' tells it.",
        HelpName = "version",
    };
}
