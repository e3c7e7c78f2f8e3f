using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Calendars;

/// <summary>
/// One schedule. When it is woken it decides what its times make and has that stored in one go with where it then stands: whoever else decided
/// meanwhile, here or on another silo, finds it elsewhere. What is due soon it wakes itself for; what is due later the clock finds.
/// </summary>
[GrainType("schedule")]
internal sealed partial class ScheduleGrain(
    [PersistentState(StorageNames.Schedule, StorageNames.Journal)] IPersistentState<ScheduleState> record,
    IScheduleStore store,
    WorkSettingsReader settings,
    JobOrders orders,
    JobTeller teller,
    TimeProvider clock,
    ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private IGrainTimer? timer;

    private (CorporationId Corporation, ScheduleName Name) Key => CalendarGrainFactory.ReadScheduleKey(this.GetPrimaryKeyString());

    private static CallerContext Caller => CallScope.Current!.Caller;

    public async Task<Schedule> Set(ScheduleDefinition definition, long? expectedVersion, CancellationToken cancellationToken)
    {
        var standing = record.State.Exists ? await Standing(cancellationToken) : null;
        var next = record.State.Set(definition, standing?.DueAt, expectedVersion, Caller, clock.GetUtcNow());
        var isNews = !ReferenceEquals(next, record.State);
        var hold = isNews ? ScheduleHold.None : standing?.Hold ?? ScheduleHold.None;
        var schedule = await this.Commit(
            record, next, state => View(state, isNews ? state.NextAt : standing?.DueAt, hold), cancellationToken);
        WakeAt(schedule.NextAt);
        return schedule;
    }

    public async Task<Schedule?> Find(CancellationToken cancellationToken) =>
        record.State.Exists && await Standing(cancellationToken) is { } standing ? View(record.State, standing.DueAt, standing.Hold) : null;

    public Task<ImmutableArray<ScheduleOccurrence>> Upcoming(CancellationToken cancellationToken)
    {
        var rule = new ScheduleRule(record.State.CheckExists(), record.State.SetAt);
        return Task.FromResult(rule.Preview(clock.GetUtcNow(), ISchedulesGrain.MaxPreview).ToImmutableArray());
    }

    public Task<Schedule> Remove(long? expectedVersion, CancellationToken cancellationToken)
    {
        var removed = View(record.State with { Definition = record.State.CheckExists() }, null, ScheduleHold.None);
        timer?.Dispose();
        timer = null;
        return this.Commit(
            record, record.State.Remove(expectedVersion, Caller, clock.GetUtcNow()), state => removed with { Version = state.Version }, cancellationToken);
    }

    public async Task<ScheduleRun> RunNow(CancellationToken cancellationToken)
    {
        var definition = record.State.CheckExists();
        var now = StoredTime.Whole(clock.GetUtcNow());
        var job = await MakeJob(definition, now, now, cancellationToken);
        var run = new ScheduleRun(now, ScheduleRunKind.ByHand, null, job.Id, now);
        var effect = CallScope.Current is { Operation: { } operation, Caller: var caller }
            ? OperationResult.ToEffect(caller, operation, JsonSerializer.SerializeToUtf8Bytes(run, StoredJson.Options))
            : null;
        var standing = await Standing(cancellationToken) ?? throw Gone();
        var result = await Store(
            Firing(definition, standing, standing.DueAt, [run], [job], now) with { Moves = false, Effect = effect, Modes = Modes.Live }, cancellationToken);
        return result switch
        {
            FiringResult.Stored => run,
            FiringResult.Held => throw new RefusedException(Refusal.Mode, "mode-changed", "The corporation's mode forbids it."),
            FiringResult.Stale or FiringResult.Repeated =>
                throw new RefusedException(Refusal.Unavailable, "schedule-busy", "The schedule ran at this very moment; try again."),
        };
    }

    public async Task<Page<ScheduleRun>> Runs(string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var before = cursor is null ? (DateTimeOffset?)null
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time < StoredTime.ToMicroseconds(DateTimeOffset.MaxValue)
                ? StoredTime.FromMicroseconds(time)
                : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        var found = await store.Runs(Key.Corporation, Key.Name, before, count + 1, cancellationToken);
        return new Page<ScheduleRun>(
            [.. found.Take(count)],
            found.Count > count ? StoredTime.ToMicroseconds(found[count - 1].DueAt).ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task Wake(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        timer = null;
        try
        {
            if (record.State.Exists && await Standing(cancellationToken) is { DueAt: { } due } standing) await Fire(standing, due, cancellationToken);
        }
        catch (RefusedException refused)
        {
            // What a newer release does not take any more waits until somebody corrects it; the clock looks again.
            LogNotFired(this.GetPrimaryKeyString(), refused.Code);
            if (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown) WakeIn(Pause);
        }
    }

    private async Task Fire(DueSchedule standing, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var now = StoredTime.Whole(clock.GetUtcNow());
        if (due > now && standing.Hold is ScheduleHold.None)
        {
            // Another silo's clock may be ahead of this one's.
            WakeAt(due);
            return;
        }

        var definition = record.State.Definition!;
        var rule = new ScheduleRule(definition, record.State.SetAt);
        var plan = standing.Hold is ScheduleHold.Mode ? rule.PassOver(due, now) : rule.Plan(due, now);
        var runs = ImmutableArray.CreateBuilder<ScheduleRun>();
        var jobs = ImmutableArray.CreateBuilder<JobRow>();
        if (plan.Missed is { } missed) runs.Add(new ScheduleRun(missed.First, ScheduleRunKind.Missed, missed.Last, null, now));
        foreach (var at in plan.Runs)
        {
            jobs.Add(await MakeJob(definition, at, now, cancellationToken));
            runs.Add(new ScheduleRun(at, ScheduleRunKind.Started, null, jobs[^1].Id, now));
        }

        var firing = Firing(definition, standing, plan.Next, runs.ToImmutable(), jobs.ToImmutable(), now);
        var result = await Store(firing, cancellationToken);

        // Another activation did this, and a change of the definition put the schedule back to where it stood before.
        if (result is FiringResult.Repeated) result = await Store(firing with { Runs = [], Jobs = [] }, cancellationToken);
        if (result is FiringResult.Stored) WakeAt(plan.Next);
        else LogNotFired(this.GetPrimaryKeyString(), result.ToString());
    }

    private async Task<FiringResult> Store(ScheduleFiring firing, CancellationToken cancellationToken)
    {
        var result = await store.Fire(firing, cancellationToken);
        if (result is FiringResult.Stored && !firing.Jobs.IsEmpty) teller.Wake(Key.Corporation);
        return result;
    }

    /// <summary>The job of a time: the same whoever makes it, so that it cannot be made twice.</summary>
    private async Task<JobRow> MakeJob(ScheduleDefinition definition, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var job = definition.Job;
        var order = new JobOrder(
            job.Queue, job.Kind, job.Payload, null, job.Priority, null, $"schedule:{Key.Name}", job.MaxAttempts, null, job.DeadlineSeconds);
        var own = await settings.Of(Key.Corporation, cancellationToken);
        var id = JobId.Derive(at, $"{this.GetPrimaryKeyString()}@{StoredTime.ToMicroseconds(at)}");
        return orders.Make([order], own, SystemActors.Work, $"schedule:{Key.Name}", now)[0] with { Id = id };
    }

    private ScheduleFiring Firing(
        ScheduleDefinition definition,
        DueSchedule standing,
        DateTimeOffset? next,
        ImmutableArray<ScheduleRun> runs,
        ImmutableArray<JobRow> jobs,
        DateTimeOffset now) => new(
        Key.Corporation, Key.Name, standing, true, next, runs, jobs, definition, definition.IsLegalDuty ? Modes.Live | Modes.Frozen : Modes.Live, now);

    private Task<DueSchedule?> Standing(CancellationToken cancellationToken) => store.Find(Key.Corporation, Key.Name, cancellationToken);

    private void WakeAt(DateTimeOffset? due)
    {
        if (due is { } time && time - clock.GetUtcNow() is var wait && wait < CalendarClockGrain.Window) WakeIn(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    // A timer that is disposed cancels the token that it gave, so what it begins has a token of its own.
    private void WakeIn(TimeSpan wait)
    {
        timer?.Dispose();
        timer = this.RegisterGrainTimer(
            _ => Wake(CancellationToken.None), new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private Schedule View(ScheduleState state, DateTimeOffset? dueAt, ScheduleHold hold) =>
        new(Key.Name, state.Version, state.Definition!, dueAt, hold, state.CreatedAt, state.ChangedAt, state.ChangedBy);

    private static RefusedException Gone() => new(Refusal.NotFound, "schedule-unknown", "There is no such schedule.");

    [LoggerMessage(LogLevel.Information, "The schedule {Schedule} was not moved on: {Reason}")]
    private partial void LogNotFired(string schedule, string reason);
}
