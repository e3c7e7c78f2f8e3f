using Adilas.Http;
using Adilas.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Webhooks;

internal static class WebhookEndpoints
{
    private static readonly QueryParameter State =
        new("state", "Only in this state: waiting, due, running, failed, succeeded, dead or cancelled.");

    private static readonly QueryParameter From = new("from", "Of what happened at that time or later.", Format: "date-time");
    private static readonly QueryParameter To = new("to", "Of what happened before that time.", Format: "date-time");

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}/webhooks").WithTags("Webhooks");
        group.MapGet("", List).Takes(QueryParameter.Cursor, QueryParameter.Limit).WithSummary("A corporation's webhooks, by id");
        group.MapPost("", Create).WithSummary("Make a webhook; its secret is shown this once");
        group.MapGet("/{webhook}", Get).WithSummary("One webhook, and how it fares");
        group.MapPatch("/{webhook}", Change).WithSummary("Change a webhook, disable it, or enable it again");
        group.MapDelete("/{webhook}", Remove).WithSummary("Take a webhook away; what has not been delivered is not");
        group.MapPost("/{webhook}/rotate", Rotate).WithSummary("Give a webhook a new secret, shown this once; the old one signs too for a day");
        group.MapPost("/{webhook}/test", Test).WithSummary("Send webhook.test");
        group.MapGet("/{webhook}/deliveries", Deliveries).Takes(State, From, To, QueryParameter.Cursor, QueryParameter.Limit)
            .WithSummary("Deliveries, newest first; a page may be short and have a next one all the same");
        group.MapGet("/{webhook}/deliveries/{delivery}", Delivery).WithSummary("One delivery");
        group.MapPost("/{webhook}/deliveries/{delivery}/replay", Replay).WithSummary("Send an event once more, whatever became of it");
        group.MapPost("/{webhook}/replay", ReplayMany).Takes(QueryParameter.DryRun)
            .WithSummary("Send the events of a span of time once more, a part at a time; go on with the cursor");
    }

    private static async Task<Ok<ListView<WebhookView>>> List(string id, Query query, WebhookService webhooks, CancellationToken aborted) =>
        TypedResults.Ok(ListView.Of(
            await webhooks.List(Names.Corporation(id), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted), WebhookView.Of));

    private static async Task<Created<NewWebhookView>> Create(
        string id, Body<WebhookBody> body, Operation operation, HttpContext context, WebhookService webhooks, CancellationToken aborted)
    {
        var made = await webhooks.Create(Names.Corporation(id), body.Value.ToDefinition(), operation.Key, aborted);
        context.SetVersion(made.Webhook.Version);
        return TypedResults.Created($"/api/v1/corporations/{id}/webhooks/{made.Webhook.Id}", NewWebhookView.Of(made));
    }

    private static async Task<Ok<WebhookView>> Get(string id, string webhook, HttpContext context, WebhookService webhooks, CancellationToken aborted) =>
        Show(context, await webhooks.Get(Names.Corporation(id), Names.Webhook(webhook), aborted));

    private static async Task<Ok<WebhookView>> Change(
        string id, string webhook, Body<WebhookChangeBody> body, Precondition precondition, Operation operation, HttpContext context,
        WebhookService webhooks, CancellationToken aborted) => Show(
        context,
        await webhooks.Change(
            Names.Corporation(id), Names.Webhook(webhook), body.Value.ToChange(), precondition.Version, operation.Key, aborted));

    private static async Task<Ok<WebhookView>> Remove(
        string id, string webhook, NoBody body, Precondition precondition, Operation operation, HttpContext context, WebhookService webhooks,
        CancellationToken aborted) =>
        Show(context, await webhooks.Remove(Names.Corporation(id), Names.Webhook(webhook), precondition.Version, operation.Key, aborted));

    private static async Task<Ok<NewWebhookView>> Rotate(
        string id, string webhook, NoBody body, Operation operation, HttpContext context, WebhookService webhooks, CancellationToken aborted)
    {
        var rotated = await webhooks.Rotate(Names.Corporation(id), Names.Webhook(webhook), operation.Key, aborted);
        context.SetVersion(rotated.Webhook.Version);
        return TypedResults.Ok(NewWebhookView.Of(rotated));
    }

    private static async Task<Ok<NewDeliveryView>> Test(
        string id, string webhook, NoBody body, Operation operation, WebhookService webhooks, CancellationToken aborted) =>
        TypedResults.Ok(new NewDeliveryView(await webhooks.Test(Names.Corporation(id), Names.Webhook(webhook), operation.Key, aborted)));

    private static async Task<Ok<ListView<DeliveryView>>> Deliveries(
        string id, string webhook, Query query, WebhookService webhooks, CancellationToken aborted)
    {
        var wanted = new DeliveryQuery(
            query.Name<JobState>(State), query.Time(From), query.Time(To), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit));
        return TypedResults.Ok(ListView.Of(await webhooks.Deliveries(Names.Corporation(id), Names.Webhook(webhook), wanted, aborted), DeliveryView.Of));
    }

    private static async Task<Ok<DeliveryView>> Delivery(
        string id, string webhook, string delivery, WebhookService webhooks, CancellationToken aborted) =>
        TypedResults.Ok(DeliveryView.Of(
            await webhooks.Delivery(Names.Corporation(id), Names.Webhook(webhook), Names.Job(delivery, "delivery"), aborted)));

    private static async Task<Ok<NewDeliveryView>> Replay(
        string id, string webhook, string delivery, NoBody body, Operation operation, WebhookService webhooks, CancellationToken aborted) =>
        TypedResults.Ok(new NewDeliveryView(
            await webhooks.Replay(Names.Corporation(id), Names.Webhook(webhook), Names.Job(delivery, "delivery"), operation.Key, aborted)));

    private static async Task<Results<Ok<WebhookReplayView>, Ok<WebhookReplayCountView>>> ReplayMany(
        string id, string webhook, Body<WebhookReplayBody> body, Query query, Operation operation, WebhookService webhooks, CancellationToken aborted)
    {
        var (corporation, name, wanted) = (Names.Corporation(id), Names.Webhook(webhook), body.Value.ToQuery());
        if (query.Flag(QueryParameter.DryRun))
            return TypedResults.Ok(new WebhookReplayCountView(await webhooks.CountReplay(corporation, name, wanted, aborted)));
        var replay = await webhooks.ReplayMany(corporation, name, wanted, operation.Key, aborted);
        return TypedResults.Ok(new WebhookReplayView(replay.Deliveries, replay.Next));
    }

    private static Ok<WebhookView> Show(HttpContext context, Webhook webhook)
    {
        context.SetVersion(webhook.Version);
        return TypedResults.Ok(WebhookView.Of(webhook));
    }
}
