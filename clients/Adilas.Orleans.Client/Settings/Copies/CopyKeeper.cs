using Microsoft.Extensions.Hosting;

namespace Adilas.Settings;

/// <summary>Writes what the replica holds to disk: what changed within seconds, the rest now and then, so that its age stays true enough.</summary>
internal sealed class CopyKeeper(SettingsReplica replica, DiskCopies copies, TimeProvider clock) : BackgroundService
{
    private const int MaxWritten = 500;
    private const int PruneEvery = 12;

    /// <summary>By how much the age of a copy on disk may be overstated.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Current = TimeSpan.FromSeconds(5);

    private int passes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!copies.IsOn) return;
        using var timer = new PeriodicTimer(PassEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Pass();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What is not written for want of time is written in the next passes.</summary>
    internal void Pass()
    {
        var (written, isFailing) = (0, false);
        // Changes come before renewals, which can wait.
        foreach (var grain in replica.HeldGrains().OrderBy(grain => grain.Kept?.Version == grain.Version))
        {
            // In this order: the value is that of the version, or a newer one; both are at least as current as the time. A process that is
            // stopped in between takes the copy to be older than it is.
            var now = clock.GetUtcNow();
            var age = clock.GetElapsedTime(grain.CurrentAsOf);
            var version = grain.Version;
            if (!grain.IsLoaded || grain.IsFromDisk || age > Current) continue;
            if (grain.Kept is { } kept && kept.Version == version && now - kept.AsOf < RenewAfter) continue;

            var asOf = now - age;
            isFailing = !copies.Write(DiskCopy.Of(grain, version, asOf));
            if (isFailing) break;
            grain.Kept = (version, asOf);
            if (++written == MaxWritten) break;
        }

        // Without a cluster nothing is renewed, and nothing must be thrown away. Where nothing can be written, room may help.
        if (isFailing || written > 0 && passes++ % PruneEvery == 0) copies.Prune();
    }
}
