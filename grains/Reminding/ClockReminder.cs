using System.Data.Common;
using Adilas.Refusals;

namespace Adilas.Reminding;

/// <summary>
/// The outermost safety net of a grain that looks after something by a timer: a reminder each minute, which brings it back in a cluster that nobody
/// calls.
/// </summary>
/// <param name="failed">Told why it could not be set, once until it could.</param>
internal sealed class ClockReminder(IGrainBase grain, string name, Action<string> failed)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private bool isSet;
    private bool isFailing;

    /// <summary>It came: so it is there.</summary>
    public void Came() => isSet = true;

    /// <summary>Sets it unless it is there. Nothing waits for the reminders' table, which a young cluster may still be reading.</summary>
    public void Ensure()
    {
        if (!isSet) _ = Set();
    }

    private async Task Set()
    {
        isSet = true;
        try
        {
            await grain.RegisterOrUpdateReminder(name, Every, Every);
            isFailing = false;
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException or DbException)
        {
            isSet = false;
            if (!isFailing) failed(failure.GetType().Name);
            isFailing = true;
        }
    }
}
