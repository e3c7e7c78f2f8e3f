using System.Text.Json;
using Adilas.Access;
using Adilas.Http;
using Adilas.Paging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings;

internal static class InvalidSettingsEndpoints
{
    private static readonly QueryParameter Layers = new("limit", "How many layers to look at, 1 to 200; default 50.", "integer");

    public static void MapInvalidSettings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/operate/settings/invalid").WithTags("Operators");
        group.MapGet("", List).Takes(QueryParameter.Cursor, Layers).WithSummary("Stored settings that the catalogue refuses");
        group.MapPost("", Try).Takes(QueryParameter.Cursor, Layers)
            .WithSummary("Stored settings that another catalogue would refuse; changes nothing");
    }

    private static async Task<Ok<ListView<InvalidSetting>>> List(Query query, InvalidSettings settings, CancellationToken aborted) =>
        TypedResults.Ok(ListView.Of(await settings.List(
            catalogue: null, query.Text(QueryParameter.Cursor), query.Number(Layers), aborted)));

    private static async Task<Ok<ListView<InvalidSetting>>> Try(
        Body<CatalogueBody> body, Query query, InvalidSettings settings, CancellationToken aborted) =>
        TypedResults.Ok(ListView.Of(await settings.List(
            body.Value.Catalogue.GetRawText(), query.Text(QueryParameter.Cursor), query.Number(Layers), aborted)));
}

/// <summary>A catalogue that may be released.</summary>
/// <param name="Catalogue">As its file holds it.</param>
internal sealed record CatalogueBody(JsonElement Catalogue);

/// <summary>What is stored and breaks a catalogue, for endpoints and pages alike.</summary>
internal sealed class InvalidSettings(IGrainFactory grains, Boundary boundary)
{
    public Task<Page<InvalidSetting>> List(string? catalogue, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.SettingsDirectory().ListInvalid(catalogue, cursor, limit, cancellationToken);
    }
}
