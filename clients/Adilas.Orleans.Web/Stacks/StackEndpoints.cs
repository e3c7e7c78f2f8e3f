using Adilas.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Adilas.Stacks;

internal static class StackEndpoints
{
    public static void MapStacks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/stacks").WithTags("Stacks");
        group.MapGet("", List).Takes(QueryParameter.Cursor, QueryParameter.Limit).WithSummary("Stacks with their load, in the order of their ids");
        group.MapPost("", Register).WithSummary("Register a stack, or change its capacity");
        group.MapPut("/{id}/maintenance", Maintain).WithSummary("Hold the schedules of a stack's corporations until a time");
        group.MapDelete("/{id}/maintenance", EndMaintenance).WithSummary("End a stack's maintenance, or call it off");
    }

    private static async Task<Ok<ListView<StackView>>> List(Query query, StackService stacks, CancellationToken aborted) =>
        TypedResults.Ok(ListView.Of(
            await stacks.List(query.Text(QueryParameter.Cursor), query.Number(QueryParameter.Limit), aborted), StackView.Of));

    private static async Task<Ok<StackView>> Register(Body<StackBody> body, Operation operation, StackService stacks, CancellationToken aborted)
    {
        var it = body.Value;
        return TypedResults.Ok(StackView.Of(await stacks.Register(it.Id, it.Kind, it.Capacity.Corporations, operation.Key, aborted)));
    }

    private static async Task<Ok<StackView>> Maintain(
        string id, Body<MaintenanceBody> body, Operation operation, StackService stacks, CancellationToken aborted)
    {
        var it = body.Value;
        return TypedResults.Ok(StackView.Of(await stacks.Maintain(Names.Stack(id), it.From, it.Until, it.Reason, operation.Key, aborted)));
    }

    private static async Task<Ok<StackView>> EndMaintenance(
        string id, NoBody body, Operation operation, StackService stacks, CancellationToken aborted) =>
        TypedResults.Ok(StackView.Of(await stacks.EndMaintenance(Names.Stack(id), operation.Key, aborted)));
}

/// <summary>A stack as it shall be.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits or dashes.</param>
internal sealed record StackBody(StackId Id, StackCapacity Capacity, StackKind Kind);

/// <param name="Corporations">How many corporations it may hold, 1 to 1,000,000.</param>
internal sealed record StackCapacity(int Corporations);

/// <summary>A maintenance as it shall be.</summary>
/// <param name="Until">In the future, at most 7 days away; then it ends by itself.</param>
/// <param name="Reason">1 to 200 characters.</param>
/// <param name="From">Absent: now.</param>
internal sealed record MaintenanceBody(DateTimeOffset Until, string Reason, DateTimeOffset? From = null);

/// <summary>A stack as the API shows it.</summary>
/// <param name="Corporations">How many have a place there now, closed ones and those that are being made included.</param>
/// <param name="Maintenance">Under way or ahead: until it ends, schedules of the stack's corporations are held.</param>
internal sealed record StackView(
    StackId Id, StackKind Kind, StackCapacity Capacity, long Corporations, DateTimeOffset RegisteredAt, long Version, MaintenanceView? Maintenance)
{
    public static StackView Of(Stack it) => new(
        it.Id, it.Kind, new StackCapacity(it.Capacity), it.Corporations, it.RegisteredAt, it.Version, MaintenanceView.Of(it.Maintenance));
}

/// <summary>A stack's maintenance as the API shows it.</summary>
internal sealed record MaintenanceView(DateTimeOffset From, DateTimeOffset Until, string Reason, string SetBy)
{
    public static MaintenanceView? Of(StackMaintenance? it) => it is null ? null : new(it.From, it.Until, it.Reason, it.SetBy);
}
