namespace Adilas.Corporations;

/// <summary>The only place that turns a <see cref="CorporationId"/> into a grain key.</summary>
public static class CorporationGrainFactory
{
    public static ICorporationGrain Corporation(this IGrainFactory grains, CorporationId id) =>
        grains.GetGrain<ICorporationGrain>(id.Value);

    public static ICorporationHistoryGrain CorporationHistory(this IGrainFactory grains, CorporationId id) =>
        grains.GetGrain<ICorporationHistoryGrain>(id.Value);

    public static ICorporationDirectoryGrain CorporationDirectory(this IGrainFactory grains) =>
        grains.GetGrain<ICorporationDirectoryGrain>("~directory");
}
