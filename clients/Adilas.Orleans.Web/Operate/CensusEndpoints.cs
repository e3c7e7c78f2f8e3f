using Adilas.Access;
using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Operate;

internal static class CensusEndpoints
{
    public static void MapOperate(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/operate").WithTags("Operators");
        group.MapGet("/census", Take).WithSummary("What exists on the servers, held against what was allocated");
        group.MapGet("/releases", Releases).WithSummary("Which release runs on each silo, web host and front end");
    }

    private static async Task<Ok<Census>> Take(CensusService census, CancellationToken aborted) => TypedResults.Ok(await census.Take(aborted));

    private static async Task<Ok<ListView<Running>>> Releases(ReleaseService releases, CancellationToken aborted) =>
        TypedResults.Ok(new ListView<Running>(await releases.List(aborted), Next: null));
}

/// <summary>The census, for endpoints and pages alike.</summary>
internal sealed class CensusService(IGrainFactory grains, Boundary boundary)
{
    public Task<Census> Take(CancellationToken cancellationToken)
    {
        boundary.EnterPlatform();
        return grains.Census().Take(cancellationToken);
    }
}
