using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Calendars;

/// <summary>One schedule. Key: <c>{corporation}/schedule/{name}</c>. Reach it with <c>grains.Schedule(corporation, name)</c>.</summary>
[GrainInterfaceType("adilas.IScheduleGrain"), Alias("adilas.IScheduleGrain"), Subject(Subject.Corporation)]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>Makes or changes it. Asked through the list of schedules alone, which bounds how many there are.</summary>
    /// <exception cref="RefusedException">As <see cref="ISchedulesGrain.Set"/>.</exception>
    [Alias("Set"), Allow(Caller.Member, Permission.WorkWrite, Through = CalendarGrainFactory.ListType)]
    Task<Schedule> Set(ScheduleDefinition definition, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>The schedule, or <c>null</c> when there is none.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Schedule?> Find(CancellationToken cancellationToken = default);

    /// <summary>Its next times, at most <see cref="ISchedulesGrain.MaxPreview"/>.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    [Alias("Upcoming"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<ImmutableArray<ScheduleOccurrence>> Upcoming(CancellationToken cancellationToken = default);

    /// <summary>Takes it away. Jobs that it made stay.</summary>
    /// <returns>The schedule as it was.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Stale"/>.</exception>
    [Alias("Remove"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<Schedule> Remove(long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Makes its job now, whatever its times and whether or not it is enabled; its times stay as they are.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>. <see cref="Refusal.Mode"/>: the corporation's mode forbids it.</exception>
    [Alias("RunNow"), Allow(Caller.Member, Permission.WorkWrite)]
    Task<ScheduleRun> RunNow(CancellationToken cancellationToken = default);

    /// <summary>What became of its times, latest first, as far back as is kept.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit.</exception>
    [Alias("Runs"), Allow(Caller.Member, Permission.WorkRead, In = Modes.Any), Repeatable]
    Task<Page<ScheduleRun>> Runs(string? cursor, int? limit, CancellationToken cancellationToken = default);

    /// <summary>Does what is due. Carries no answer and may be lost.</summary>
    [Alias("Wake"), Allow(Caller.System, In = Modes.Any), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}
