using System.Data.Common;
using Adilas.Access;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Publishing;

/// <summary>
/// Publishes while it lives; a reminder brings it back in a cluster that nobody calls. While a cluster falls apart there may be two for
/// some seconds, which the copies' own versions make harmless.
/// </summary>
[GrainType("publisher")]
internal sealed partial class PublisherGrain(CopyPublisher publisher, SystemActors actors, ILogger<PublisherGrain> logger)
    : Grain, IPublisherGrain, IRemindable
{
    private const string Reminder = "publish";

    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private IGrainTimer? timer;
    private bool isReminded;
    private bool isFailing;
    private bool isReminderFailing;

    public Task Wake(CancellationToken cancellationToken)
    {
        timer ??= this.RegisterGrainTimer(Pass, new GrainTimerCreationOptions(TimeSpan.Zero, PassEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        isReminded = true;
        return Wake(CancellationToken.None);
    }

    /// <summary>
    /// Whoever clears a silo's memory takes the timer with it: then another activation goes on at once. When a silo stops, the others
    /// hear of that and wake it.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode is DeactivationReasonCode.ShuttingDown) return;
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation: null);
        await GrainFactory.Publisher().Wake(CancellationToken.None);
    }

    private async Task Pass(CancellationToken cancellationToken)
    {
        // Nothing waits for the reminders' table, which a young cluster may still be reading.
        if (!isReminded) _ = Remind();
        try
        {
            await publisher.Pass(cancellationToken);
            if (isFailing) LogGoesOn();
            isFailing = false;
        }
        catch (RefusedException unavailable)
        {
            if (!isFailing) LogCannot(unavailable.Code);
            isFailing = true;
        }
    }

    private async Task Remind()
    {
        isReminded = true;
        try
        {
            await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException or DbException)
        {
            isReminded = false;
            if (!isReminderFailing) LogNotReminded(failure.GetType().Name);
            isReminderFailing = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Profiles are published, but nothing would bring that back yet: {Failure}; trying on")]
    private partial void LogNotReminded(string failure);

    [LoggerMessage(LogLevel.Warning, "Profiles cannot be published at the moment: {Code}; trying on")]
    private partial void LogCannot(string code);

    [LoggerMessage(LogLevel.Information, "Profiles are published again")]
    private partial void LogGoesOn();
}
