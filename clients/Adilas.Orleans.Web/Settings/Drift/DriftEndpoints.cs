using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Settings;

internal static class DriftEndpoints
{
    private static readonly QueryParameter Left = new(
        "left", "A corporation, whose settings as they hold are compared, or an industry, theme, plan or stack: stack:data0.");

    private static readonly QueryParameter Right = new("right", "Another of the same kind.");
    private static readonly QueryParameter Text = new("query", "Part of a path or of a value.");

    public static void MapDrift(this IEndpointRouteBuilder routes) => routes.MapGet("/settings/drift", Find).WithTags("Operators")
        .Takes(Left, Right, Text, QueryParameter.Cursor, QueryParameter.Limit)
        .WithSummary("What differs between two corporations' settings, or two layers of one kind");

    private static async Task<Ok<ListView<DriftView>>> Find(Query query, DriftService drift, CancellationToken aborted)
    {
        var (left, right) = (Scope(query, Left), Scope(query, Right));
        var (cursor, limit) = (query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit));
        return TypedResults.Ok(ListView.Of(await drift.Find(left, right, query.Text(Text), cursor, limit, aborted)));
    }

    private static ProfileScope Scope(Query query, QueryParameter parameter) =>
        ProfileScope.TryParse(query.Text(parameter), out var scope)
            ? scope
            : throw HttpProblem.Invalid("query-invalid", $"'{parameter.Name}' must be a scope such as corporation:acme or stack:data0.", parameter.Name);
}
