using Adilas.Access;
using Adilas.Jobs.Bulk;
using Adilas.Provisioning;
using Adilas.Refusals;
using Adilas.Reminding;
using Adilas.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>
/// Looks after what nobody else would: jobs whose worker and queue died together, approvals that expire, days of the history. A queue
/// that lives looks after its own leases, so that reading every few seconds what it may have left is enough. Bulk operations whose silo died
/// are woken when it is told of that, and every half minute.
/// </summary>
[GrainType("job-clock")]
internal sealed partial class JobClockGrain(
    IJobStore store,
    IPendingSagas pending,
    JobTeller teller,
    SystemActors actors,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<JobClockGrain> logger) : Grain, IJobClockGrain, IRemindable
{
    private const int PageSize = 1_000;
    private static readonly string[] Watched = [JobLane.Running, JobLane.Approval];
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan WakeBulkEvery = TimeSpan.FromSeconds(30);

    // A queue that lives notices by itself within a second.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(2);

    private IGrainTimer? timer;
    private DateTimeOffset tidiedAt;
    private DateTimeOffset bulkWokenAt;
    private ClockReminder? reminder;

    private ClockReminder Reminder => reminder ??= new ClockReminder(this, "look", LogNotReminded);

    public async Task Wake(CancellationToken cancellationToken)
    {
        timer ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(TimeSpan.Zero, LookEvery) { KeepAlive = true });
        bulkWokenAt = DateTimeOffset.MinValue;
        await Look(DateTimeOffset.MaxValue, cancellationToken);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Reminder.Came();
        using (actors.Enter(SystemActors.Work, corporation: null)) await GrainFactory.JobDispatcher(JobLane.Runtime).Wake();
        await Wake(CancellationToken.None);
    }

    private Task Look(CancellationToken cancellationToken) => Look(clock.GetUtcNow(), cancellationToken);

    /// <param name="bulkDueBy">Bulk operations that somebody has to look after by then are woken.</param>
    private async Task Look(DateTimeOffset bulkDueBy, CancellationToken cancellationToken)
    {
        Reminder.Ensure();
        try
        {
            foreach (var lane in Watched) await WakeQueues(lane, cancellationToken);
            await WakeBulk(bulkDueBy, cancellationToken);
            if (clock.GetUtcNow() - tidiedAt < TidyEvery) return;
            tidiedAt = clock.GetUtcNow();
            await store.Tidy(tidiedAt, tidiedAt - options.Value.KeepHistory, cancellationToken);
        }
        catch (RefusedException unavailable)
        {
            LogNotLooked(unavailable.Code);
        }
    }

    private async Task WakeQueues(string lane, CancellationToken cancellationToken)
    {
        DueCorporation? after = null;
        do
        {
            var page = await store.DueCorporations(lane, clock.GetUtcNow() - Overdue, after, PageSize, cancellationToken);
            foreach (var due in page) teller.Wake(due.Corporation);
            after = page.Count == PageSize ? page[^1] : null;
        }
        while (after is not null);
    }

    private async Task WakeBulk(DateTimeOffset dueBy, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - bulkWokenAt < WakeBulkEvery) return;
        bulkWokenAt = clock.GetUtcNow();
        string? after = null;
        do
        {
            var keys = await pending.List(StorageNames.BulkOperation, dueBy, after, PageSize, cancellationToken);
            foreach (var key in keys) WakeBulk(key);
            after = keys.Count == PageSize ? keys[^1] : null;
        }
        while (after is not null);
    }

    private void WakeBulk(string key)
    {
        var (corporation, id) = BulkGrainFactory.ReadBulkKey(key);
        using var actor = actors.Enter(SystemActors.Work, corporation);
        GrainFactory.BulkOperation(corporation, id).Wake().Ignore();
    }

    [LoggerMessage(LogLevel.Warning, "Jobs could not be looked after: {Code}; trying on")]
    private partial void LogNotLooked(string code);

    [LoggerMessage(LogLevel.Warning, "Jobs are looked after, but nothing would bring that back yet: {Failure}; trying on")]
    private partial void LogNotReminded(string failure);
}
