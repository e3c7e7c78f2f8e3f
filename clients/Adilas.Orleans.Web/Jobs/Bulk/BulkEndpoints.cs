using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Jobs.Bulk;

internal static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}/bulk").WithTags("Jobs");
        group.MapGet("", List).Takes(QueryParameter.Cursor, QueryParameter.Limit).WithSummary("Bulk operations, newest first; how far they are is some seconds old");
        group.MapGet("/{operation}", Get).WithSummary("How far a bulk operation is, with the first 1000 jobs that it skipped");
        group.MapPost("/{operation}/stop", Stop).WithSummary("End a bulk operation; what it did stays done");
    }

    private static async Task<Ok<ListView<BulkOperationView>>> List(string id, Query query, BulkService bulk, CancellationToken aborted)
    {
        var page = await bulk.List(Names.Corporation(id), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, BulkOperationView.Line));
    }

    private static async Task<Ok<BulkOperationView>> Get(string id, string operation, BulkService bulk, CancellationToken aborted) =>
        TypedResults.Ok(BulkOperationView.Of(await bulk.Get(Names.Corporation(id), Names.Bulk(operation), aborted)));

    private static async Task<Ok<BulkOperationView>> Stop(
        string id, string operation, NoBody body, Operation key, BulkService bulk, CancellationToken aborted) =>
        TypedResults.Ok(BulkOperationView.Of(await bulk.Stop(Names.Corporation(id), Names.Bulk(operation), key.Key, aborted)));
}
