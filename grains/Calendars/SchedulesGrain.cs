using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Calendars;

/// <summary>Makes schedules of one corporation one after another, so that there are never more than permitted, and lists them from what is stored.</summary>
[GrainType(CalendarGrainFactory.ListType)]
internal sealed class SchedulesGrain(IScheduleStore store, IEnumerable<IJobHandler> handlers, JobKinds kinds, TimeProvider clock) : Grain, ISchedulesGrain
{
    private CorporationId Corporation => CalendarGrainFactory.ReadSchedulesKey(this.GetPrimaryKeyString());

    public async Task<Schedule> Set(ScheduleName name, ScheduleDefinition definition, long? expectedVersion, CancellationToken cancellationToken)
    {
        var wanted = Check(definition);
        if (await store.Find(Corporation, name, cancellationToken) is null
            && await store.Count(Corporation, cancellationToken) >= Schedule.MaxPerCorporation)
        {
            throw new RefusedException(
                Refusal.TooMany, "schedules-too-many", $"A corporation has at most {Schedule.MaxPerCorporation} schedules: remove some.");
        }

        await CheckKind(wanted.Job.Kind, cancellationToken);

        // The answer is stored with the schedule, under the operation id for which the caller will ask again.
        if (CallScope.Current?.Operation is { } operation) RequestContext.Set(OperationKey.Header, operation.ToString());
        return await GrainFactory.Schedule(Corporation, name).Set(wanted, expectedVersion, cancellationToken);
    }

    public async Task<Page<ScheduleSummary>> List(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var after = cursor is null ? (ScheduleName?)null
            : ScheduleName.TryParse(cursor, out var name) ? name
            : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        var found = await store.List(Corporation, after, count + 1, cancellationToken);
        return new Page<ScheduleSummary>([.. found.Take(count)], found.Count > count ? found[count - 1].Name.Value : null);
    }

    public Task<ImmutableArray<ScheduleOccurrence>> Preview(ScheduleDefinition definition, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(new ScheduleRule(Check(definition), now).Preview(now, ISchedulesGrain.MaxPreview).ToImmutableArray());
    }

    private async Task CheckKind(string kind, CancellationToken cancellationToken)
    {
        if (!JobKinds.IsOutside(kind)) return;
        var used = (await store.Kinds(Corporation, cancellationToken)).Where(JobKinds.IsOutside).ToHashSet(StringComparer.Ordinal);
        if (used.Contains(kind)) return;
        if (used.Count >= JobOrder.MaxKinds)
        {
            throw new RefusedException(
                Refusal.TooMany, "kinds-too-many", $"The schedules of a corporation make jobs of at most {JobOrder.MaxKinds} kinds for workers outside.", "kind");
        }

        await kinds.Check([kind], cancellationToken);
    }

    private ScheduleDefinition Check(ScheduleDefinition definition)
    {
        var wanted = ScheduleRules.Check(definition);
        if (handlers.FirstOrDefault(handler => handler.Kind == wanted.Job.Kind) is { } handler)
        {
            using var payload = JsonDocument.Parse(wanted.Job.Payload);
            handler.Check(payload.RootElement);
        }

        return wanted;
    }
}
