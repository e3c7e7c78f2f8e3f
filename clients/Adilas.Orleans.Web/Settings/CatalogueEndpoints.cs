using System.Text.Json;
using Adilas.Http;
using Adilas.Settings.Catalogue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings;

internal static class CatalogueEndpoints
{
    private const int MaxProblems = 200;

    private static readonly QueryParameter MayBeSetBy = new("layer", "Only what layers of this kind may set.");

    private static readonly QueryParameter Layer = new("layer", "The kind of layer for which the document is meant.");

    public static void MapSettingsCatalogue(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/settings-catalogue").WithTags("Settings");
        group.MapGet("", Get).Takes(MayBeSetBy).WithSummary("Every setting that there is, with its rule, default and who may set it");
        group.MapPost("/check", Check).Takes(Layer).WithSummary("What would be refused of a document, locks and conditions; changes nothing");
    }

    private static Results<Ok<CatalogueView>, StatusCodeHttpResult> Get(Query query, HttpContext context)
    {
        var layer = query.Name<LayerKind>(MayBeSetBy);
        var catalogue = SettingsCatalogue.Current;
        if (context.KnowsVersion(catalogue.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var entries = catalogue.Entries.Where(entry => layer is not { } kind || entry.MayBeSetBy(kind));
        return TypedResults.Ok(new CatalogueView(catalogue.Version, [.. entries.Select(CatalogueEntryView.Of)]));
    }

    private static Ok<CatalogueFindings> Check(Body<CatalogueCheckBody> body, Query query)
    {
        var layer = query.Name<LayerKind>(Layer)
            ?? throw HttpProblem.Invalid("query-missing", "'layer' says for which kind of layer the document is meant.", Layer.Name);
        if (body.Value.Document.ValueKind is not JsonValueKind.Object)
            throw HttpProblem.Invalid("member-invalid", "'document' must be an object.", "document");

        var document = SettingsDocument.Parse(body.Value.Document.GetRawText());
        var conditions = (body.Value.Conditions ?? []).Select(condition => condition.ToCondition()).ToList();
        foreach (var (index, condition) in conditions.Index()) condition.Check($"conditions[{index}]");
        var problems = SettingsCatalogue.Current.Problems(layer, document, body.Value.Locks, conditions, MaxProblems + 1);
        return TypedResults.Ok(new CatalogueFindings([.. problems.Take(MaxProblems)], problems.Count > MaxProblems));
    }
}

/// <summary>What may become a layer's.</summary>
/// <param name="Document">A JSON object.</param>
/// <param name="Locks">As for <see cref="SettingsBody"/>.</param>
/// <param name="Conditions">As for <see cref="SettingsBody"/>.</param>
internal sealed record CatalogueCheckBody(
    JsonElement Document, string[]? Locks = null, SettingsConditionView[]? Conditions = null);

/// <summary>What the catalogue would refuse.</summary>
/// <param name="Problems">In the order of the document's keys, then of locks and conditions; none when the document would be taken.</param>
/// <param name="HasMore">Whether there are more than are listed.</param>
internal sealed record CatalogueFindings(IReadOnlyList<CatalogueProblem> Problems, bool HasMore);
