using Adilas.Access;
using Adilas.Refusals;
using Adilas.Reminding;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Calendars;

/// <summary>
/// Reads every half minute which schedules come due before the next reading, and wakes each at its time; what is overdue at once. A reminder is the
/// outermost safety net: it brings the clock back in a cluster that nobody calls.
/// </summary>
[GrainType("calendar-clock")]
internal sealed partial class CalendarClockGrain(IScheduleStore store, SystemActors actors, TimeProvider clock, ILogger<CalendarClockGrain> logger)
    : Grain, ICalendarClockGrain, IRemindable
{
    private const int PageSize = 1_000;

    /// <summary>What is beyond is read once these were woken.</summary>
    private const int MaxExpected = 20_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Many schedules have the same time, such as midnight: they leave room for everything else.
    private const int MaxWokenAtOnce = 200;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly PriorityQueue<string, DateTimeOffset> expected = new();
    private DateTimeOffset nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset changesSeen = DateTimeOffset.UnixEpoch;
    private IGrainTimer? timer;
    private ClockReminder? reminder;

    private ClockReminder Reminder => reminder ??= new ClockReminder(this, "look", LogNotLooked);

    /// <summary>How far ahead it looks. A reading takes its time, and the next one must not come too late for what is due just after it.</summary>
    public static TimeSpan Window { get; } = LookEvery + TimeSpan.FromSeconds(10);

    public async Task Wake(CancellationToken cancellationToken)
    {
        nextLook = DateTimeOffset.MinValue;
        await Turn(cancellationToken);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Reminder.Came();
        await Turn(CancellationToken.None);
    }

    /// <summary>Whoever clears a silo's memory takes the timer with it: then another activation goes on at once.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode is DeactivationReasonCode.ShuttingDown) return;
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation: null);
        await GrainFactory.CalendarClock().Wake(CancellationToken.None);
    }

    private async Task Turn(CancellationToken cancellationToken)
    {
        timer ??= this.RegisterGrainTimer(Turn, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });

        // A clock that was set back must not put the next look off.
        if (nextLook - clock.GetUtcNow() is var toLook && (toLook <= TimeSpan.Zero || toLook > LookEvery)) await Look(cancellationToken);
        var woken = 0;
        for (; woken < MaxWokenAtOnce && expected.TryPeek(out var schedule, out var due) && due <= clock.GetUtcNow(); woken++)
        {
            expected.Dequeue();
            await WakeOne(schedule);
        }

        var next = expected.TryPeek(out _, out var first) && first < nextLook ? first : nextLook;
        var wait = woken == MaxWokenAtOnce ? Breath : next - clock.GetUtcNow();
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, LookEvery);

        Reminder.Ensure();
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.GetUtcNow();
            var found = new List<WakingSchedule>();

            // Rows of changed modes become visible out of order, so each look goes back further than a batch may live.
            var page = await store.Waking(now, now + Window, null, changesSeen - RowDelay.Longest, PageSize, cancellationToken);
            var released = page.Count(schedule => schedule.At is null);
            found.AddRange(page);
            while (page.Count(schedule => schedule.At is not null) == PageSize && found.Count < MaxExpected)
            {
                page = await store.Waking(now, now + Window, page[PageSize - 1], now, PageSize, cancellationToken);
                found.AddRange(page);
            }

            expected.Clear();
            expected.EnqueueRange(found.Select(schedule => (schedule.GrainKey, schedule.At ?? now)));
            var isAll = found.Count < MaxExpected && released < PageSize;
            if (isAll) changesSeen = now;
            nextLook = now + (isAll ? LookEvery : RetryAfter);
        }
        catch (RefusedException unavailable)
        {
            LogNotLooked(unavailable.Code);
            nextLook = clock.GetUtcNow() + RetryAfter;
        }
    }

    private async Task WakeOne(string schedule)
    {
        var (corporation, name) = CalendarGrainFactory.ReadScheduleKey(schedule);
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation);
        await GrainFactory.Schedule(corporation, name).Wake();
    }

    [LoggerMessage(LogLevel.Warning, "Schedules could not be looked up: {Code}")]
    private partial void LogNotLooked(string code);
}
