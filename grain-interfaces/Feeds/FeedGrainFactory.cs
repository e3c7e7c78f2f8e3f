namespace Adilas.Feeds;

/// <summary>The only place that turns a <see cref="FeedName"/> into a grain.</summary>
public static class FeedGrainFactory
{
    public static IFeedGrain Feed(this IGrainFactory grains, FeedName name) => grains.GetGrain<IFeedGrain>(name.GrainKey);
}
