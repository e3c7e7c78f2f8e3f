using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Calendars;

/// <summary>What people and programs do with the schedules of a corporation, for endpoints and pages alike.</summary>
internal sealed class ScheduleService(IGrainFactory grains, Boundary boundary, CallerAccessor callers)
{
    public async Task<Page<ScheduleSummary>> List(CorporationId corporation, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.Schedules(corporation).List(cursor, limit, cancellationToken);
    }

    public async Task<Schedule> Get(CorporationId corporation, ScheduleName name, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.Schedule(corporation, name).Find(cancellationToken) ?? throw Unknown();
    }

    public async Task<ImmutableArray<ScheduleOccurrence>> Upcoming(CorporationId corporation, ScheduleName name, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.Schedule(corporation, name).Upcoming(cancellationToken);
    }

    public async Task<ImmutableArray<ScheduleOccurrence>> Preview(
        CorporationId corporation, ScheduleDefinition definition, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.Schedules(corporation).Preview(definition, cancellationToken);
    }

    public async Task<Schedule> Set(
        CorporationId corporation, ScheduleName name, ScheduleDefinition definition, Precondition precondition, OperationKey? operation,
        CancellationToken cancellationToken)
    {
        var expected = await Version(corporation, name, precondition, cancellationToken);
        return await callers.As(operation, () => grains.Schedules(corporation).Set(name, definition, expected, cancellationToken));
    }

    /// <summary>Pauses a schedule, or lets it come due again, as it stands now.</summary>
    public async Task<Schedule> Enable(CorporationId corporation, ScheduleName name, bool isEnabled, CancellationToken cancellationToken)
    {
        var found = await Get(corporation, name, cancellationToken);
        return await grains.Schedules(corporation).Set(name, found.Definition with { IsEnabled = isEnabled }, found.Version, cancellationToken);
    }

    public async Task<Schedule> Remove(
        CorporationId corporation, ScheduleName name, Precondition precondition, OperationKey? operation, CancellationToken cancellationToken)
    {
        var expected = await Version(corporation, name, precondition, cancellationToken);
        return await callers.As(operation, () => grains.Schedule(corporation, name).Remove(expected, cancellationToken));
    }

    public async Task<ScheduleRun> RunNow(CorporationId corporation, ScheduleName name, OperationKey? operation, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await callers.As(operation, () => grains.Schedule(corporation, name).RunNow(cancellationToken));
    }

    public async Task<Page<ScheduleRun>> Runs(
        CorporationId corporation, ScheduleName name, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        return await grains.Schedule(corporation, name).Runs(cursor, limit, cancellationToken);
    }

    /// <summary>For <c>If-Match: *</c> the version that is there, whichever.</summary>
    private async Task<long?> Version(
        CorporationId corporation, ScheduleName name, Precondition precondition, CancellationToken cancellationToken)
    {
        boundary.Enter(corporation);
        if (!precondition.IsAny) return precondition.Version;
        var found = await grains.Schedule(corporation, name).Find(cancellationToken);
        return found?.Version ?? throw new RefusedException(Refusal.Stale, "version-stale", "There is no such schedule.", Precondition.IfMatch);
    }

    private static RefusedException Unknown() => new(Refusal.NotFound, "schedule-unknown", "There is no such schedule.", "name");
}
