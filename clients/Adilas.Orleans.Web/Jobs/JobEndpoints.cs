using Adilas.Corporations;
using Adilas.Http;
using Adilas.Jobs.Bulk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Jobs;

internal static class JobEndpoints
{
    private static readonly QueryParameter State =
        new("state", "Only in this state: awaitingApproval, waiting, due, running, failed, succeeded, dead or cancelled.");

    private static readonly QueryParameter Kind = new("kind", "Only of this kind.");
    private static readonly QueryParameter Queue = new("queue", "Only in this queue.");
    private static readonly QueryParameter From = new("from", "Ordered at that time or later.", Format: "date-time");
    private static readonly QueryParameter To = new("to", "Ordered before that time.", Format: "date-time");

    private static readonly QueryParameter InBackground = new(
        "inBackground", "Changes all that match, whatever becomes of the caller: 202, and Location says how far it is.", "boolean");

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}").WithTags("Jobs");
        group.MapPost("/jobs", Order).WithSummary("Order a job; 200 when one with its dedupe key has not ended");
        group.MapPost("/jobs:batch", OrderMany).WithSummary("Order up to 1000 jobs, all of them or none");
        group.MapGet("/jobs", List).Takes(State, Kind, Queue, From, To, QueryParameter.Cursor, QueryParameter.Limit)
            .WithSummary("Jobs, newest first; a page may be short and have a next one all the same");
        group.MapGet("/jobs/{job}", Get).WithSummary("One job with its payload, result and attempts");
        group.MapPost("/jobs/{job}/cancel", Cancel).WithSummary("End a job that has not ended");
        group.MapPost("/jobs/{job}/run", RunNow).WithSummary("Make a job that waits due now");
        group.MapPost("/jobs/{job}/retry", Retry).WithSummary("Give a dead or cancelled job its attempts again");
        group.MapPost("/jobs/{job}/reschedule", Reschedule).WithSummary("Give a job that waits another time");
        group.MapPost("/jobs/{job}/approve", Approve).WithSummary("Let a job run that another ordered and that awaits approval");
        group.MapPost("/jobs/{job}/reject", Reject).WithSummary("Cancel a job that awaits approval, with a reason");
        group.MapPost("/jobs:cancel", CancelMany).Takes(QueryParameter.DryRun, InBackground).WithSummary("Cancel the next jobs that match; go on with the cursor");
        group.MapPost("/jobs:retry", RetryMany).Takes(QueryParameter.DryRun, InBackground).WithSummary("Retry the next jobs that match; go on with the cursor");
        routes.MapGet("/work/lanes", Lanes).WithTags("Jobs").WithSummary("For whom jobs are due, over all corporations, the longest wait first; for operators");
        routes.MapGet("/work/dead", Dead).Takes(QueryParameter.Limit).WithTags("Jobs").WithSummary("Dead jobs of all corporations, newest first, in one page; for operators");
        routes.MapGet("/work/overview", Overview).WithTags("Jobs").WithSummary("What the runtime's workers do and what waits for them, for operators");
    }

    private static async Task<Results<Created<OrderedJobView>, Ok<OrderedJobView>>> Order(
        string id, Body<JobBody> body, Operation operation, JobService jobs, CancellationToken aborted)
    {
        var ordered = (await jobs.Order(Names.Corporation(id), [body.Value.ToOrder()], operation.Key, aborted))[0];
        var view = OrderedJobView.Of(ordered);
        return ordered.IsNew ? TypedResults.Created($"/api/v1/corporations/{id}/jobs/{ordered.Id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Ok<OrderedJobsView>> OrderMany(
        string id, Body<JobBatchBody> body, Operation operation, JobService jobs, CancellationToken aborted)
    {
        var ordered = await jobs.Order(Names.Corporation(id), [.. body.Value.ToOrders()], operation.Key, aborted);
        return TypedResults.Ok(new OrderedJobsView([.. ordered.Select(OrderedJobView.Of)]));
    }

    private static async Task<Ok<ListView<JobView>>> List(string id, Query query, JobService jobs, CancellationToken aborted)
    {
        var wanted = new JobQuery(
            query.Name<JobState>(State), query.Text(Kind), query.Text(Queue), query.Time(From), query.Time(To), query.Text(QueryParameter.Cursor),
            query.Number(QueryParameter.Limit));
        return TypedResults.Ok(ListView.Of(await jobs.List(Names.Corporation(id), wanted, aborted), JobView.Line));
    }

    private static Task<Ok<JobView>> Get(string id, string job, JobService jobs, CancellationToken aborted) =>
        Show(jobs.Get(Names.Corporation(id), Names.Job(job), aborted));

    private static Task<Ok<JobView>> Cancel(string id, string job, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.Cancel(name, aborted));

    private static Task<Ok<JobView>> RunNow(string id, string job, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.RunNow(name, aborted));

    private static Task<Ok<JobView>> Retry(string id, string job, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.Retry(name, aborted));

    private static Task<Ok<JobView>> Reschedule(
        string id, string job, Body<JobTimeBody> body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.Reschedule(name, body.Value.DueAt, aborted));

    private static Task<Ok<JobView>> Approve(string id, string job, NoBody body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.Approve(name, aborted));

    private static Task<Ok<JobView>> Reject(
        string id, string job, Body<JobRejectBody> body, Operation operation, JobService jobs, CancellationToken aborted) =>
        Do(id, job, operation, jobs, (queue, name) => queue.Reject(name, body.Value.Reason, aborted));

    private static async Task<Results<Ok<JobBulkView>, Ok<JobCountView>, Accepted<BulkOperationView>>> CancelMany(
        string id, Body<JobFilterBody> body, Query query, Operation operation, JobService jobs, BulkService bulk, CancellationToken aborted)
    {
        var (corporation, filter) = (Names.Corporation(id), body.Value.ToQuery());
        if (query.Flag(QueryParameter.DryRun)) return TypedResults.Ok(JobCountView.Of(await jobs.CountCancellable(corporation, filter, aborted)));
        return query.Flag(InBackground)
            ? Begun(corporation, await bulk.Start(corporation, BulkVerb.Cancel, OfAll(filter), operation.Key, aborted))
            : TypedResults.Ok(JobBulkView.Of(await jobs.Do(corporation, operation.Key, queue => queue.CancelMany(filter, aborted))));
    }

    private static async Task<Results<Ok<JobBulkView>, Ok<JobCountView>, Accepted<BulkOperationView>>> RetryMany(
        string id, Body<JobFilterBody> body, Query query, Operation operation, JobService jobs, BulkService bulk, CancellationToken aborted)
    {
        var (corporation, filter) = (Names.Corporation(id), body.Value.ToQuery());
        if (query.Flag(QueryParameter.DryRun)) return TypedResults.Ok(JobCountView.Of(await jobs.CountRetryable(corporation, filter, aborted)));
        return query.Flag(InBackground)
            ? Begun(corporation, await bulk.Start(corporation, BulkVerb.Retry, OfAll(filter), operation.Key, aborted))
            : TypedResults.Ok(JobBulkView.Of(await jobs.Do(corporation, operation.Key, queue => queue.RetryMany(filter, aborted))));
    }

    private static JobQuery OfAll(JobQuery filter) => filter.Cursor is null
        ? filter
        : throw HttpProblem.Invalid("member-invalid", "What goes on by itself takes no 'cursor'.", "cursor");

    private static Accepted<BulkOperationView> Begun(CorporationId corporation, BulkOperation it) =>
        TypedResults.Accepted($"/api/v1/corporations/{corporation}/bulk/{it.Id}", BulkOperationView.Of(it));

    private static async Task<Ok<ListView<WorkLane>>> Lanes(JobService jobs, CancellationToken aborted) =>
        TypedResults.Ok(new ListView<WorkLane>(await jobs.Lanes(aborted), Next: null));

    private static async Task<Ok<ListView<DeadJob>>> Dead(Query query, JobService jobs, CancellationToken aborted) =>
        TypedResults.Ok(new ListView<DeadJob>(await jobs.Dead(query.Number(QueryParameter.Limit), aborted), Next: null));

    private static async Task<Ok<DispatcherOverview>> Overview(JobService jobs, CancellationToken aborted) =>
        TypedResults.Ok(await jobs.Overview(aborted));

    private static Task<Ok<JobView>> Do(string id, string job, Operation operation, JobService jobs, Func<IJobQueueGrain, JobId, Task<Job>> act)
    {
        var name = Names.Job(job);
        return Show(jobs.Do(Names.Corporation(id), operation.Key, queue => act(queue, name)));
    }

    private static async Task<Ok<JobView>> Show(Task<Job> job) => TypedResults.Ok(JobView.Of(await job));
}
