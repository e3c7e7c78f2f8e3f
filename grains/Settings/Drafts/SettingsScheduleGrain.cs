using Adilas.Access;
using Adilas.Corporations;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Reminding;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Settings.Drafts;

/// <summary>
/// Reads every half minute which drafts come due before the next reading, and wakes each at its time; what is overdue at once. A reminder is the
/// outermost safety net: it brings the schedule back in a cluster that nobody calls.
/// </summary>
[GrainType("settings-schedule")]
internal sealed partial class SettingsScheduleGrain(
    IPendingSagas pending, SystemActors actors, TimeProvider clock, ILogger<SettingsScheduleGrain> logger)
    : Grain, ISettingsScheduleGrain, IRemindable
{
    private const int PageSize = 200;

    /// <summary>What is beyond is read once these were woken.</summary>
    private const int MaxExpected = 10_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Many changes have the same time, such as midnight: they are made one after the other, and leave room for everything else.
    private const int MaxWokenAtOnce = 100;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    // A reading takes its time, and the next one must not come too late for what is due just after it.
    private static readonly TimeSpan Window = LookEvery + TimeSpan.FromSeconds(10);

    private readonly PriorityQueue<string, DateTimeOffset> expected = new();
    private DateTimeOffset nextLook = DateTimeOffset.MinValue;
    private IGrainTimer? timer;
    private ClockReminder? reminder;

    private ClockReminder Reminder => reminder ??= new ClockReminder(this, "look", LogNotLooked);

    public async Task Wake(CancellationToken cancellationToken)
    {
        nextLook = DateTimeOffset.MinValue;
        await Turn(cancellationToken);
    }

    public async Task Expect(string draftKey, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (dueAt <= clock.GetUtcNow() + Window) expected.Enqueue(draftKey, dueAt);
        await Turn(cancellationToken);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Reminder.Came();
        await Turn(CancellationToken.None);
    }

    /// <summary>
    /// Whoever clears a silo's memory takes the timer with it: then another activation goes on at once. When a silo stops, the others
    /// hear of that and wake it.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode is DeactivationReasonCode.ShuttingDown) return;
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation: null);
        await GrainFactory.SettingsSchedule().Wake(CancellationToken.None);
    }

    private async Task Turn(CancellationToken cancellationToken)
    {
        timer ??= this.RegisterGrainTimer(Turn, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });

        // A clock that was set back must not put the next look off.
        if (nextLook - clock.GetUtcNow() is var toLook && (toLook <= TimeSpan.Zero || toLook > LookEvery)) await Look(cancellationToken);
        var woken = 0;
        while (woken < MaxWokenAtOnce && expected.TryPeek(out var draft, out var due) && due <= clock.GetUtcNow())
        {
            expected.Dequeue();
            await WakeOne(draft);
            woken++;
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
            var until = clock.GetUtcNow() + Window;
            var found = new List<PendingSaga>();
            while (await pending.ListDue(StorageNames.SettingsDraft, until, found.LastOrDefault()?.GrainKey, PageSize, cancellationToken) is { Count: > 0 } page)
            {
                found.AddRange(page);
                if (page.Count < PageSize || found.Count >= MaxExpected) break;
            }

            expected.Clear();
            expected.EnqueueRange(found.Select(saga => (saga.GrainKey, saga.DueAt)));
            nextLook = clock.GetUtcNow() + (found.Count < MaxExpected ? LookEvery : RetryAfter);
        }
        catch (RefusedException unavailable)
        {
            LogNotLooked(unavailable.Code);
            nextLook = clock.GetUtcNow() + RetryAfter;
        }
    }

    private async Task WakeOne(string draft)
    {
        var (scope, id) = SettingsDraftGrainFactory.ReadDraftKey(draft);
        var owner = OwnerKey.Corporation(draft);
        using var actor = actors.Enter(SystemActors.Dispatcher, owner.IsEmpty ? null : CorporationId.Parse(owner.ToString()));
        await GrainFactory.SettingsDraft(scope, id).Wake();
    }

    [LoggerMessage(LogLevel.Warning, "Scheduled changes of settings could not be looked up: {Code}")]
    private partial void LogNotLooked(string code);
}
