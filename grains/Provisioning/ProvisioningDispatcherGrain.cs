using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Provisioning;

/// <summary>
/// Wakes what is unfinished. Told of a new silo or a dead one it wakes everything that is pending; otherwise, every half minute, what is
/// overdue. A reminder is the outermost safety net: it brings the dispatcher back in a cluster that nobody calls.
/// </summary>
[GrainType("provisioning-dispatcher")]
internal sealed partial class ProvisioningDispatcherGrain(
    IPendingSagas pending, SystemActors actors, TimeProvider clock, ILogger<ProvisioningDispatcherGrain> logger)
    : Grain, IProvisioningDispatcherGrain, IRemindable
{
    private const string Reminder = "look";
    private const int PageSize = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    // A due time is an attempt's deadline: whoever works on it stores what came of it at about that time.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(5);

    private IGrainTimer? timer;
    private bool isReminded;

    public async Task Wake(CancellationToken cancellationToken)
    {
        await KeepLooking();
        await Look(DateTimeOffset.MaxValue, cancellationToken);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        isReminded = true;
        await KeepLooking();
        await Look(clock.GetUtcNow() - Overdue, CancellationToken.None);
    }

    private async Task KeepLooking()
    {
        timer ??= this.RegisterGrainTimer(
            token => Look(clock.GetUtcNow() - Overdue, token), new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });
        if (isReminded) return;
        await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
        isReminded = true;
    }

    private async Task Look(DateTimeOffset dueBy, CancellationToken cancellationToken)
    {
        try
        {
            string? after = null;
            do
            {
                var keys = await pending.List(StorageNames.Provisioning, dueBy, after, PageSize, cancellationToken);
                foreach (var key in keys) await WakeOne(CorporationId.Parse(key));
                after = keys.Count == PageSize ? keys[^1] : null;
            }
            while (after is not null);
        }
        catch (RefusedException unavailable)
        {
            LogNotLooked(unavailable.Code);
        }
    }

    private async Task WakeOne(CorporationId corporation)
    {
        using var actor = actors.Enter(SystemActors.Dispatcher, corporation);
        await GrainFactory.Provisioning(corporation).Wake();
    }

    [LoggerMessage(LogLevel.Warning, "Unfinished provisionings could not be looked up: {Code}")]
    private partial void LogNotLooked(string code);
}
