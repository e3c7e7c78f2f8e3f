using System.Text.Json;
using Adilas.Http;
using Adilas.Settings.Drafts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings;

internal static class SettingsEndpoints
{
    private static readonly QueryParameter Kind = new("kind", "Only layers of this kind, such as plan.");
    private static readonly QueryParameter Beginning = new("query", "Only layers whose name begins so, such as acme:cl for roles.");

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings", List).Takes(Kind, Beginning, QueryParameter.Cursor, QueryParameter.Limit).WithTags("Settings")
            .WithSummary("The layers in which something is set, in rising precedence");
        var group = routes.MapGroup("/settings/{scope}").WithTags("Settings");
        group.MapGet("", Get).WithSummary("One layer's document");
        group.MapPut("", Replace).Takes(QueryParameter.DryRun).MayBeScheduled()
            .WithSummary("Replace a layer's document; an existing one needs If-Match");
        group.MapPatch("", Merge).Takes(QueryParameter.DryRun).MayBeScheduled().WithSummary("Change parts of a layer's document");
        group.MapPut("/values/{path}", SetValue).Takes(QueryParameter.DryRun).MayBeScheduled()
            .WithSummary("Set one value, named by dots such as limits.users");
        group.MapGet("/history", History).Takes(QueryParameter.Cursor, QueryParameter.Limit).WithSummary("Versions, newest first");
        group.MapGet("/versions/{version}", Version).WithSummary("A layer's document as it was");
        group.MapPost("/restore", Restore).Takes(QueryParameter.DryRun).Produces<SettingsPreviewView>()
            .WithSummary("Make a new version with the document of an earlier one");
    }

    private static async Task<Ok<ListView<SettingsLayerLine>>> List(Query query, SettingsService settings, CancellationToken aborted)
    {
        var page = await settings.List(
            query.Name<LayerKind>(Kind), query.Text(Beginning), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, SettingsLayerLine.Of));
    }

    private static async Task<Results<Ok<SettingsLayerView>, StatusCodeHttpResult>> Get(
        string scope, HttpContext context, SettingsService settings, CancellationToken aborted)
    {
        var layer = await settings.Get(Names.Scope(scope), aborted);
        if (context.KnowsVersion(layer.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(SettingsLayerView.Of(layer));
    }

    private static Task<IResult> Replace(string scope, Body<SettingsBody> body, SettingsWrite write, CancellationToken aborted) =>
        Edit(scope, body.Value, SettingsEditKind.Replace, write, aborted);

    private static Task<IResult> Merge(string scope, Body<SettingsBody> body, SettingsWrite write, CancellationToken aborted) =>
        Edit(scope, body.Value, SettingsEditKind.Merge, write, aborted);

    private static Task<IResult> Edit(string scope, SettingsBody body, SettingsEditKind kind, SettingsWrite write, CancellationToken aborted)
    {
        if (body.Document.ValueKind is not JsonValueKind.Object)
            throw HttpProblem.Invalid("member-invalid", "'document' must be an object.", "document");
        return write.Edit(
            Names.Scope(scope),
            new SettingsEdit(
                kind,
                body.Document.GetRawText(),
                Reason: body.Reason,
                Locks: body.Locks is null ? null : [.. body.Locks],
                Conditions: body.Conditions is null ? null : [.. body.Conditions.Select(condition => condition.ToCondition())]),
            body.EffectiveAt,
            aborted);
    }

    private static Task<IResult> SetValue(string scope, string path, Body<SettingsValueBody> body, SettingsWrite write, CancellationToken aborted) =>
        write.Edit(
            Names.Scope(scope),
            new SettingsEdit(SettingsEditKind.Value, body.Value.Value.GetRawText(), path, Reason: body.Value.Reason),
            body.Value.EffectiveAt,
            aborted);

    private static Task<IResult> Restore(string scope, Body<SettingsRestoreBody> body, SettingsWrite write, CancellationToken aborted) =>
        write.Restore(Names.Scope(scope), body.Value.Version, body.Value.Reason, aborted);

    private static async Task<Ok<ListView<SettingsVersion>>> History(string scope, Query query, SettingsService settings, CancellationToken aborted) =>
        TypedResults.Ok(ListView.Of(await settings.History(
            Names.Scope(scope), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted)));

    private static async Task<Ok<SettingsLayerView>> Version(
        string scope, string version, HttpContext context, SettingsService settings, CancellationToken aborted)
    {
        var layer = await settings.Version(Names.Scope(scope), Names.Version(version), aborted);
        context.SetVersion(layer.Version);
        return TypedResults.Ok(SettingsLayerView.Of(layer));
    }

    private static RouteHandlerBuilder MayBeScheduled(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<SettingsPreviewView>().Produces<SettingsDraftView>(StatusCodes.Status202Accepted);
}
