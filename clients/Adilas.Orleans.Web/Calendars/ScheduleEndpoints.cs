using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Calendars;

internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/corporations/{id}").WithTags("Schedules");
        group.MapGet("/schedules", List).Takes(QueryParameter.Cursor, QueryParameter.Limit).WithSummary("A corporation's schedules, by name");
        group.MapPost("/schedules:preview", Preview).WithSummary("The next times of a schedule that would be set now");
        group.MapGet("/schedules/{name}", Get).WithSummary("One schedule with its next times");
        group.MapPut("/schedules/{name}", Set).WithSummary("Make a schedule, or change it; an existing one needs If-Match");
        group.MapDelete("/schedules/{name}", Remove).WithSummary("Take a schedule away; the jobs that it made stay");
        group.MapPost("/schedules/{name}/run", RunNow).WithSummary("Make its job now, beside its times");
        group.MapGet("/schedules/{name}/runs", Runs).Takes(QueryParameter.Cursor, QueryParameter.Limit)
            .WithSummary("What became of its times, latest first");
    }

    private static async Task<Ok<ListView<ScheduleLine>>> List(string id, Query query, ScheduleService schedules, CancellationToken aborted)
    {
        var page = await schedules.List(Names.Corporation(id), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, ScheduleLine.Of));
    }

    private static async Task<Ok<SchedulePreviewView>> Preview(
        string id, Body<ScheduleBody> body, ScheduleService schedules, CancellationToken aborted)
    {
        var times = await schedules.Preview(Names.Corporation(id), body.Value.ToDefinition(), aborted);
        return TypedResults.Ok(new SchedulePreviewView([.. times.Select(ScheduleTimeView.Of)]));
    }

    private static async Task<Ok<ScheduleView>> Get(
        string id, string name, HttpContext context, ScheduleService schedules, CancellationToken aborted)
    {
        var (corporation, schedule) = (Names.Corporation(id), Names.Schedule(name));
        var found = await schedules.Get(corporation, schedule, aborted);
        var upcoming = await schedules.Upcoming(corporation, schedule, aborted);
        context.SetVersion(found.Version);
        return TypedResults.Ok(ScheduleView.Of(found) with { Upcoming = [.. upcoming.Select(ScheduleTimeView.Of)] });
    }

    private static async Task<Ok<ScheduleView>> Set(
        string id, string name, Body<ScheduleBody> body, Precondition precondition, Operation operation, HttpContext context,
        ScheduleService schedules, CancellationToken aborted) => Show(
        context,
        await schedules.Set(Names.Corporation(id), Names.Schedule(name), body.Value.ToDefinition(), precondition, operation.Key, aborted));

    private static async Task<Ok<ScheduleView>> Remove(
        string id, string name, NoBody body, Precondition precondition, Operation operation, HttpContext context, ScheduleService schedules,
        CancellationToken aborted) =>
        Show(context, await schedules.Remove(Names.Corporation(id), Names.Schedule(name), precondition, operation.Key, aborted));

    private static async Task<Ok<ScheduleRunView>> RunNow(
        string id, string name, NoBody body, Operation operation, ScheduleService schedules, CancellationToken aborted) =>
        TypedResults.Ok(ScheduleRunView.Of(await schedules.RunNow(Names.Corporation(id), Names.Schedule(name), operation.Key, aborted)));

    private static async Task<Ok<ListView<ScheduleRunView>>> Runs(
        string id, string name, Query query, ScheduleService schedules, CancellationToken aborted)
    {
        var page = await schedules.Runs(
            Names.Corporation(id), Names.Schedule(name), query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted);
        return TypedResults.Ok(ListView.Of(page, ScheduleRunView.Of));
    }

    private static Ok<ScheduleView> Show(HttpContext context, Schedule schedule)
    {
        context.SetVersion(schedule.Version);
        return TypedResults.Ok(ScheduleView.Of(schedule));
    }
}
