using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Publishing;

/// <summary>
/// Publishes while it lives; a reminder brings it back in a cluster that nobody calls. While a cluster falls apart there may be two for
/// some seconds, which the copies' own versions make harmless.
/// </summary>
[GrainType("publisher")]
internal sealed partial class PublisherGrain(CopyPublisher publisher, ILogger<PublisherGrain> logger) : Grain, IPublisherGrain, IRemindable
{
    private const string Reminder = "publish";

    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private IGrainTimer? timer;
    private bool isReminded;
    private bool isFailing;

    public Task Wake(CancellationToken cancellationToken) => KeepPublishing();

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        isReminded = true;
        return KeepPublishing();
    }

    private async Task KeepPublishing()
    {
        timer ??= this.RegisterGrainTimer(Pass, new GrainTimerCreationOptions(TimeSpan.Zero, PassEvery) { KeepAlive = true });
        if (isReminded) return;
        await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
        isReminded = true;
    }

    private async Task Pass(CancellationToken cancellationToken)
    {
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

    [LoggerMessage(LogLevel.Warning, "Profiles cannot be published at the moment: {Code}; trying on")]
    private partial void LogCannot(string code);

    [LoggerMessage(LogLevel.Information, "Profiles are published again")]
    private partial void LogGoesOn();
}
