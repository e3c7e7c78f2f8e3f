using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Calendars;

/// <summary>The schedules of one corporation. Key: <c>{corporation}/schedules</c>. Reach it with <c>grains.Schedules(corporation)</c>.</summary>
[GrainInterfaceType("adilas.ISchedulesGrain"), Alias("adilas.ISchedulesGrain"), Subject(Subject.Corporation)]
public interface ISchedulesGrain : IGrainWithStringKey
{
    /// <summary>Makes a schedule, or changes it. To set what is set already changes nothing.</summary>
    /// <param name="expectedVersion">The version that was read; 0: there must be none yet; <c>null</c> for one that is not there or is the same.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/>: the field and its rule. <see cref="Refusal.Stale"/>; <see cref="Refusal.VersionRequired"/>.
    /// <see cref="Refusal.TooMany"/>: there are <see cref="Schedule.MaxPerCorporation"/> already.
    /// </exception>
    [Alias("Set"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<Schedule> Set(ScheduleName name, ScheduleDefinition definition, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Schedules, by name.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Page<ScheduleSummary>> List(string? cursor, int? limit, CancellationToken cancellationToken = default);

    /// <summary>The next times of a schedule that would be set now, at most <see cref="MaxPreview"/>. Nothing is stored.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: as <see cref="Set"/>.</exception>
    [Alias("Preview"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<ImmutableArray<ScheduleOccurrence>> Preview(ScheduleDefinition definition, CancellationToken cancellationToken = default);

    const int MaxPreview = 5;
}
