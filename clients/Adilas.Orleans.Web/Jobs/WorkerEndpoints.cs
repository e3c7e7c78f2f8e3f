using System.Text.Json;
using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Jobs;

internal static class WorkerEndpoints
{
    public static void MapWorkers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/workers").WithTags("Workers");
        group.MapPost("/lease", Lease).WithSummary("Wait for jobs and take them: an operator's key of all corporations, another of its own");
        group.MapPost("/jobs/{token}/heartbeat", Heartbeat).WithSummary("Keep a job for longer; 409 attempt-stale: it is no longer this worker's");
        group.MapPost("/jobs/{token}/progress", Progress).WithSummary("Say how far a job is, and keep it for longer");
        group.MapPost("/jobs/{token}/complete", Complete).WithSummary("A job is done, with its result");
        group.MapPost("/jobs/{token}/fail", Fail).WithSummary("An attempt failed");
    }

    private static async Task<Ok<WorkerJobsView>> Lease(Body<WorkerLeaseBody> body, WorkerService workers, CancellationToken aborted) =>
        TypedResults.Ok(new WorkerJobsView(await workers.Lease(body.Value.Check(), aborted)));

    private static async Task<Ok<WorkerLeaseView>> Heartbeat(
        string token, Body<WorkerHeartbeatBody> body, WorkerService workers, CancellationToken aborted)
    {
        var lease = WorkerHeartbeatBody.Lease(body.Value.LeaseSeconds);
        return TypedResults.Ok(new WorkerLeaseView(await workers.Renew(LeaseToken.Parse(token), lease, percent: null, note: null, aborted)));
    }

    private static async Task<Ok<WorkerLeaseView>> Progress(
        string token, Body<WorkerProgressBody> body, WorkerService workers, CancellationToken aborted)
    {
        var said = body.Value.Check();
        var lease = WorkerHeartbeatBody.Lease(said.LeaseSeconds);
        return TypedResults.Ok(new WorkerLeaseView(await workers.Renew(LeaseToken.Parse(token), lease, said.Percent, said.Note, aborted)));
    }

    private static async Task<NoContent> Complete(string token, Body<WorkerResultBody> body, WorkerService workers, CancellationToken aborted)
    {
        var result = body.Value.Result;
        await workers.Finish(
            LeaseToken.Parse(token),
            (job, attempt) => new JobEnd(job, attempt, result.ValueKind is JsonValueKind.Undefined ? null : result.GetRawText()),
            aborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Fail(string token, Body<WorkerFailureBody> body, WorkerService workers, CancellationToken aborted)
    {
        var said = body.Value.Check();
        TimeSpan? retryAfter = said.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        await workers.Finish(
            LeaseToken.Parse(token),
            (job, attempt) => new JobEnd(job, attempt, null, said.Code, said.Message, said.Final, retryAfter),
            aborted);
        return TypedResults.NoContent();
    }
}
