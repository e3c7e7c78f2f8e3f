namespace Adilas.Feeds;

public sealed class FeedLogTests
{
    private readonly FeedLog log = new(capacity: 3);

    [Fact]
    public void A_version_is_news_once_and_an_older_one_never()
    {
        Assert.True(log.Add(new("a", 2)));
        Assert.False(log.Add(new("a", 2)));
        Assert.False(log.Add(new("a", 1)));
        Assert.True(log.Add(new("a", 3)));
        Assert.Equal([new("a", 3)], log.After(0));
    }

    [Fact]
    public void A_follower_gets_what_came_after_its_place()
    {
        log.Add(new("a", 1));
        var place = log.Position;
        log.Add(new("b", 1));

        Assert.Equal([new("b", 1)], log.After(place));
        Assert.Empty(log.After(log.Position));
    }

    [Fact]
    public void Who_was_away_longer_than_the_log_reaches_is_told_so()
    {
        var place = log.Position;
        for (var i = 0; i < 3; i++) log.Add(new($"k{i}", 1));
        Assert.True(log.Reaches(place));

        log.Add(new("k3", 1));

        Assert.False(log.Reaches(place));
        Assert.True(log.Reaches(log.Position));
        Assert.False(log.Reaches(log.Position + 1));
    }
}
