using Adilas.Http;
using Adilas.Provisioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Corporations;

internal static class CorporationEndpoints
{
    private static readonly QueryParameter Text = new("query", "The beginning of the id, of the name or of any word of the name.");
    private static readonly QueryParameter Stack = new("stack", "Only on this stack.");
    private static readonly QueryParameter Mode = new("mode", "Only in this mode: live, readOnly, frozen, archived or closed.");
    private static readonly QueryParameter Industry = new("industry", "Only of this industry.");
    private static readonly QueryParameter Reason = new("reason", "Why; stands in the history.");
    private static readonly QueryParameter From = new("from", "Only from this time on.", Format: "date-time");
    private static readonly QueryParameter To = new("to", "Only before this time.", Format: "date-time");
    private static readonly QueryParameter Actor = new("actor", "Only what this one did.");
    private static readonly QueryParameter Action = new("action", "Only this action, such as Corporation.Change.");

    public static void MapCorporations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations").WithTags("Corporations");
        group.MapPost("", Create).Takes(QueryParameter.DryRun).WithSummary("Order a corporation; the same order again changes nothing")
            .Produces<ProvisioningPreview>();
        group.MapGet("", List).Takes(Text, Stack, Mode, Industry, QueryParameter.Cursor, QueryParameter.Limit).WithSummary("Find corporations, in the order of their ids");
        group.MapGet("/{id}", Get).WithSummary("One corporation");
        group.MapPatch("/{id}", Change).WithSummary("Change name, industry or kind");
        group.MapDelete("/{id}", Close).Takes(Reason).WithSummary("Close a corporation; it is purged 30 days later unless restored");
        group.MapPost("/{id}/restore", Restore).WithSummary("Bring a closed corporation back into its earlier mode");
        group.MapPut("/{id}/mode", SetMode).WithSummary("Set what a corporation may do");
        group.MapGet("/{id}/provisioning", Provisioning).WithSummary("How far its making has come");
        group.MapPost("/{id}/provisioning/retry", Retry).WithSummary("Try the failed step again");
        group.MapPost("/{id}/provisioning/rollback", Rollback).WithSummary("Undo its making");
        group.MapGet("/{id}/history", History).Takes(From, To, Actor, Action, QueryParameter.Cursor, QueryParameter.Limit)
            .WithSummary("Who changed what, newest first, up to a few seconds before now");
    }

    private static async Task<Results<Accepted<ProvisioningView>, Ok<ProvisioningView>, Ok<ProvisioningPreview>>> Create(
        Body<CorporationBody> body, Query query, Operation operation, HttpContext context, CorporationService corporations, CancellationToken aborted)
    {
        var it = body.Value;
        var order = new CorporationOrder(it.Name, it.Industry, it.Kind, it.Owner.Email, it.Owner.Name, it.Stack, it.Recipe, it.Settings);
        if (query.Flag(QueryParameter.DryRun))
        {
            var preview = await corporations.Check(it.Id, order, aborted);
            return TypedResults.Ok(new ProvisioningPreview(preview.Created, ProvisioningView.Of(preview.Status)));
        }

        var receipt = await corporations.Create(it.Id, order, operation.Key, aborted);
        var view = ProvisioningView.Of(receipt.Status);
        var location = $"/api/v1/corporations/{it.Id}/provisioning";
        if (receipt.Created) return TypedResults.Accepted(location, view);

        // Whoever did not hear the first answer needs the address as well.
        context.Response.Headers.Location = location;
        return TypedResults.Ok(view);
    }

    private static async Task<Ok<ListView<CorporationSummary>>> List(Query query, CorporationService corporations, CancellationToken aborted)
    {
        var wanted = new CorporationQuery(
            query.Text(Text), query.Stack(Stack), query.Name<CorporationMode>(Mode), query.Text(Industry),
            query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit));
        return TypedResults.Ok(ListView.Of(await corporations.List(wanted, aborted)));
    }

    private static async Task<Results<Ok<CorporationView>, StatusCodeHttpResult>> Get(
        string id, HttpContext context, CorporationService corporations, CancellationToken aborted)
    {
        var found = await corporations.Get(Names.Corporation(id), aborted);
        if (context.KnowsVersion(found.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(CorporationView.Of(found));
    }

    private static Task<Ok<CorporationView>> Change(
        string id, Body<CorporationChangeBody> body, Precondition precondition, Operation operation,
        HttpContext context, CorporationService corporations, CancellationToken aborted)
    {
        var it = body.Value;
        var change = new CorporationChange(it.Name, it.Industry, it.Kind, it.Theme, it.Plan, it.Published);
        return Show(context, corporations.Change(Names.Corporation(id), change, precondition.Version, operation.Key, aborted));
    }

    private static Task<Ok<CorporationView>> Close(
        string id, NoBody body, Query query, Operation operation, HttpContext context, CorporationService corporations, CancellationToken aborted) =>
        Show(context, corporations.Close(Names.Corporation(id), query.Text(Reason), operation.Key, aborted));

    private static Task<Ok<CorporationView>> Restore(
        string id, NoBody body, Operation operation, HttpContext context, CorporationService corporations, CancellationToken aborted) =>
        Show(context, corporations.Restore(Names.Corporation(id), operation.Key, aborted));

    private static Task<Ok<CorporationView>> SetMode(
        string id, Body<ModeBody> body, Operation operation, HttpContext context, CorporationService corporations, CancellationToken aborted) =>
        Show(context, corporations.SetMode(Names.Corporation(id), body.Value.Mode, body.Value.Reason, operation.Key, aborted));

    private static async Task<Ok<ProvisioningView>> Provisioning(string id, CorporationService corporations, CancellationToken aborted) =>
        TypedResults.Ok(ProvisioningView.Of(await corporations.Provisioning(Names.Corporation(id), aborted)));

    private static async Task<Ok<ProvisioningView>> Retry(
        string id, NoBody body, Operation operation, CorporationService corporations, CancellationToken aborted) =>
        TypedResults.Ok(ProvisioningView.Of(await corporations.Retry(Names.Corporation(id), operation.Key, aborted)));

    private static async Task<Ok<ProvisioningView>> Rollback(
        string id, NoBody body, Operation operation, CorporationService corporations, CancellationToken aborted) =>
        TypedResults.Ok(ProvisioningView.Of(await corporations.Rollback(Names.Corporation(id), operation.Key, aborted)));

    private static async Task<Ok<ListView<HistoryView>>> History(string id, Query query, CorporationService corporations, CancellationToken aborted)
    {
        var wanted = new HistoryQuery(
            query.Time(From), query.Time(To), query.Text(Actor), query.Text(Action), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit));
        return TypedResults.Ok(ListView.Of(await corporations.History(Names.Corporation(id), wanted, aborted), HistoryView.Of));
    }

    private static async Task<Ok<CorporationView>> Show(HttpContext context, Task<Corporation> writing)
    {
        var written = await writing;
        context.SetVersion(written.Version);
        return TypedResults.Ok(CorporationView.Of(written));
    }
}
