using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings.Drafts;

internal static class SettingsDraftEndpoints
{
    private static readonly QueryParameter State =
        new("state", "Only in this state: open, approved, scheduled, applied, rejected, failed or withdrawn.");

    private static readonly QueryParameter Approval = new("needsApproval", "Only those that wait for a second person's consent.", "boolean");

    public static void MapSettingsDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/drafts", ListAcross).Takes(State, Approval, QueryParameter.Cursor, QueryParameter.Limit).WithTags("Drafts")
            .WithSummary("Drafts of all layers, newest first: without a state those that have not ended");
        var group = routes.MapGroup("/settings/{scope}/drafts").WithTags("Drafts");
        group.MapPost("", Make).WithSummary("Make a draft: a change that waits until it is approved, applied, or its time comes");
        group.MapGet("", List).Takes(State, QueryParameter.Cursor, QueryParameter.Limit).WithSummary("A layer's drafts, newest first");
        group.MapGet("/{id}", Get).WithSummary("One draft, and what it would change now");
        group.MapPut("/{id}", Change).WithSummary("Put another change in a draft's place; its approval is gone");
        group.MapPost("/{id}/approve", Approve).WithSummary("Agree to another's draft; If-Match says which version you saw");
        group.MapPost("/{id}/reject", Reject).WithSummary("Refuse a draft for good, with a reason");
        group.MapPost("/{id}/apply", Apply).WithSummary("Put a draft into the layer now, whatever its time");
        group.MapPost("/{id}/withdraw", Withdraw).WithSummary("Take a draft back");
    }

    /// <summary>Where a draft is found.</summary>
    public static string Address(SettingsDraft draft) => $"/api/v1/settings/{draft.Scope}/drafts/{draft.Id}";

    private static async Task<Created<SettingsDraftView>> Make(
        string scope, Body<SettingsDraftBody> body, Precondition precondition, Operation operation, HttpContext context, SettingsDraftService drafts,
        SettingsService settings, CancellationToken aborted)
    {
        var made = await drafts.Make(Names.Scope(scope), body.Value.ToOrder(), precondition, operation.Key, aborted);
        context.SetVersion(made.Version);
        var unused = await settings.FindUnused(Names.Scope(scope), aborted);
        return TypedResults.Created(Address(made), SettingsDraftView.Of(made) with { Unused = unused });
    }

    private static async Task<Ok<ListView<SettingsDraftLine>>> List(string scope, Query query, SettingsDraftService drafts, CancellationToken aborted)
    {
        var page = await drafts.List(
            Names.Scope(scope), query.Name<SettingsDraftPhase>(State), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, SettingsDraftLine.Of));
    }

    private static async Task<Ok<ListView<SettingsDraftLine>>> ListAcross(Query query, SettingsDraftService drafts, CancellationToken aborted)
    {
        var (state, approval) = (query.Name<SettingsDraftPhase>(State), query.Flag(Approval));
        var page = await drafts.ListAcross(state, approval, query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, SettingsDraftLine.Of));
    }

    private static async Task<Ok<SettingsDraftCheckView>> Get(
        string scope, string id, HttpContext context, SettingsDraftService drafts, CancellationToken aborted)
    {
        var review = await drafts.Get(Names.Scope(scope), Names.Draft(id), aborted);
        context.SetVersion(review.Check.Draft.Version);
        var problem = review.Check is { ProblemCode: { } code, Problem: { } detail } ? new SettingsDraftProblem(code, detail) : null;
        return TypedResults.Ok(new SettingsDraftCheckView(
            SettingsDraftView.Of(review.Check.Draft), review.Changes?.Select(ValueChangeView.Of).ToList(), review.Corporations, problem));
    }

    private static Task<Ok<SettingsDraftView>> Change(
        string scope, string id, Body<SettingsDraftBody> body, Precondition precondition, Operation operation, HttpContext context,
        SettingsDraftService drafts, CancellationToken aborted) =>
        Show(context, drafts.Change(Names.Scope(scope), Names.Draft(id), body.Value.ToOrder(), precondition, operation.Key, aborted));

    private static Task<Ok<SettingsDraftView>> Approve(
        string scope, string id, NoBody body, Precondition precondition, Operation operation, HttpContext context, SettingsDraftService drafts,
        CancellationToken aborted) =>
        Show(context, drafts.Approve(Names.Scope(scope), Names.Draft(id), precondition, operation.Key, aborted));

    private static Task<Ok<SettingsDraftView>> Reject(
        string scope, string id, Body<SettingsRejectBody> body, Precondition precondition, Operation operation, HttpContext context,
        SettingsDraftService drafts, CancellationToken aborted) =>
        Show(context, drafts.Reject(Names.Scope(scope), Names.Draft(id), body.Value.Reason, precondition, operation.Key, aborted));

    private static Task<Ok<SettingsDraftView>> Apply(
        string scope, string id, NoBody body, Precondition precondition, Operation operation, HttpContext context, SettingsDraftService drafts,
        CancellationToken aborted) =>
        Show(context, drafts.Apply(Names.Scope(scope), Names.Draft(id), precondition, operation.Key, aborted));

    private static Task<Ok<SettingsDraftView>> Withdraw(
        string scope, string id, NoBody body, Precondition precondition, Operation operation, HttpContext context, SettingsDraftService drafts,
        CancellationToken aborted) =>
        Show(context, drafts.Withdraw(Names.Scope(scope), Names.Draft(id), precondition, operation.Key, aborted));

    private static async Task<Ok<SettingsDraftView>> Show(HttpContext context, Task<SettingsDraft> writing)
    {
        var written = await writing;
        context.SetVersion(written.Version);
        return TypedResults.Ok(SettingsDraftView.Of(written));
    }
}
