using Adilas.Access;

namespace Adilas.Feeds;

/// <summary>Tells a feed of a version that was just stored.</summary>
internal sealed class FeedTeller(IGrainFactory grains, SystemActors actors)
{
    public void Tell(FeedName feed, string grainKey, long version)
    {
        using var scope = actors.Enter(SystemActors.Feed, corporation: null);
        grains.Feed(feed).Tell(new GrainVersion(grainKey, version)).Ignore();
    }
}
