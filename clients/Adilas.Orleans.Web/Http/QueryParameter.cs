namespace Adilas.Http;

/// <summary>
/// A query parameter that an endpoint takes; metadata of the endpoint, so that the reference shows it and any other is refused: a
/// misspelt <c>dryRun</c> must not become a real write.
/// </summary>
internal sealed record QueryParameter(string Name, string Description, string Type = "string", string? Format = null)
{
    public static QueryParameter Cursor { get; } = new("cursor", "From an earlier page.");

    public static QueryParameter Limit { get; } = new("limit", "1 to 200; default 50.", "integer");

    public static QueryParameter DryRun { get; } = new("dryRun", "Says what would happen and changes nothing.", "boolean");
}

/// <summary>Declares query parameters of endpoints, and refuses all others.</summary>
internal static class QueryParameterExtensions
{
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata(parameters.Cast<object>().ToArray());

    public static RouteGroupBuilder RefusesUnknownQueries(this RouteGroupBuilder group) => group.AddEndpointFilter((invocation, next) =>
    {
        var context = invocation.HttpContext;
        if (context.Request.Query.Count > 0) Check(context.Request.Query, context.GetEndpoint()!.Metadata.GetOrderedMetadata<QueryParameter>());
        return next(invocation);
    });

    private static void Check(IQueryCollection given, IReadOnlyList<QueryParameter> taken)
    {
        foreach (var (name, values) in given)
        {
            if (!taken.Any(parameter => parameter.Name == name))
            {
                var known = taken.Count == 0 ? "none are" : $"known: {string.Join(", ", taken.Select(parameter => parameter.Name))}";
                throw HttpProblem.Invalid("query-unknown", $"A query parameter is not known here; {known}.", Shortened(name));
            }

            if (values.Count > 1) throw HttpProblem.Invalid("query-repeated", $"'{name}' is given more than once.", name);
        }
    }

    private static string Shortened(string name) => name.Length <= 50 ? name : name[..50];
}
