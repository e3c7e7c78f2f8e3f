using Adilas.Access;
using Adilas.Refusals;
using Adilas.Reminding;
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

    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(1);

    private IGrainTimer? timer;
    private ClockReminder? reminder;
    private bool isFailing;

    private ClockReminder Reminder => reminder ??= new ClockReminder(this, "publish", LogNotReminded);

    public Task Wake(CancellationToken cancellationToken)
    {
        timer ??= this.RegisterGrainTimer(Pass, new GrainTimerCreationOptions(TimeSpan.Zero, PassEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Reminder.Came();
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
        Reminder.Ensure();
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

    [LoggerMessage(LogLevel.Warning, "Profiles are published, but nothing would bring that back yet: {Failure}; trying on")]
    private partial void LogNotReminded(string failure);

    [LoggerMessage(LogLevel.Warning, "Profiles cannot be published at the moment: {Code}; trying on")]
    private partial void LogCannot(string code);

    [LoggerMessage(LogLevel.Information, "Profiles are published again")]
    private partial void LogGoesOn();
}
