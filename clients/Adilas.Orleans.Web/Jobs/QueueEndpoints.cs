using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Jobs;

internal static class QueueEndpoints
{
    public static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}/queues").WithTags("Jobs");
        group.MapGet("", List).WithSummary("A corporation's queues, by name; at most 200, in one page");
        group.MapGet("/{name}", Get).WithSummary("One queue");
        group.MapPut("/{name}", Bound).WithSummary("Bound how many of a queue's jobs run at once");
        group.MapPost("/{name}/pause", Pause).WithSummary("Let no more of a queue's jobs begin; those that run go on");
        group.MapPost("/{name}/resume", Resume).WithSummary("Let a paused queue's jobs begin again");
    }

    private static async Task<Ok<ListView<QueueView>>> List(string id, JobService jobs, CancellationToken aborted)
    {
        var queues = await jobs.Queues(Names.Corporation(id), aborted);
        return TypedResults.Ok(new ListView<QueueView>([.. queues.Select(QueueView.Of)], Next: null));
    }

    private static Task<Ok<QueueView>> Get(string id, string name, JobService jobs, CancellationToken aborted) =>
        Show(jobs.GetQueue(Names.Corporation(id), name, aborted));

    private static Task<Ok<QueueView>> Bound(
        string id, string name, Body<QueueBody> body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Show(jobs.Do(Names.Corporation(id), operation.Key, grain => grain.Bound(name, body.Value.Parallel, aborted)));

    private static Task<Ok<QueueView>> Pause(
        string id, string name, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Show(jobs.Do(Names.Corporation(id), operation.Key, grain => grain.Pause(name, isPaused: true, aborted)));

    private static Task<Ok<QueueView>> Resume(
        string id, string name, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Show(jobs.Do(Names.Corporation(id), operation.Key, grain => grain.Pause(name, isPaused: false, aborted)));

    private static async Task<Ok<QueueView>> Show(Task<JobQueue> queue) => TypedResults.Ok(QueueView.Of(await queue));
}
