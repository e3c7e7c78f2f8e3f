using Adilas.Corporations;

namespace Adilas.Jobs;

/// <summary>The only place that makes the keys of grains that have to do with jobs.</summary>
public static class JobGrainFactory
{
    private const string DispatcherPrefix = "~jobs/";

    public static IJobQueueGrain JobQueue(this IGrainFactory grains, CorporationId corporation) =>
        grains.GetGrain<IJobQueueGrain>(corporation.Value);

    public static IJobDispatcherGrain JobDispatcher(this IGrainFactory grains, string lane) =>
        grains.GetGrain<IJobDispatcherGrain>(DispatcherPrefix + lane);

    public static IJobClockGrain JobClock(this IGrainFactory grains) => grains.GetGrain<IJobClockGrain>("~jobs");

    public static IWorkOverviewGrain WorkOverview(this IGrainFactory grains) => grains.GetGrain<IWorkOverviewGrain>("~work");

    /// <summary>The lane of a dispatcher's key.</summary>
    public static string ReadDispatcherKey(string key) => key[DispatcherPrefix.Length..];
}
