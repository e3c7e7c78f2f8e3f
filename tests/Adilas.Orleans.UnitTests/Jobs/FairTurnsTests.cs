using Adilas.Corporations;

namespace Adilas.Jobs;

public sealed class FairTurnsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FairTurns turns = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 7)]
    public void Shares_of_two_who_always_have_work_are_as_their_weights(int one, int other)
    {
        var given = new Dictionary<string, int> { ["one"] = 0, ["other"] = 0 };
        for (var round = 0; round < 1_000; round++)
        {
            turns.Tell(Id("one"), 100, null, one);
            turns.Tell(Id("other"), 100, null, other);
            foreach (var grant in turns.Grant(1 + (round % 3), Now)) given[grant.Corporation.Value] += grant.Count;
        }

        Assert.Equal((double)other / one, (double)given["other"] / given["one"], 0.05 * other / one);
    }

    [Fact]
    public void A_flood_delays_who_comes_with_one_job_by_no_more_than_a_turn()
    {
        turns.Tell(Id("flood"), 1_000_000, null, 1);
        for (var round = 0; round < 100; round++) turns.Grant(50, Now);
        for (var number = 0; number < 20; number++) turns.Tell(Id($"small-{number}"), 1, null, 1);

        var grants = turns.Grant(21, Now);

        Assert.Equal(20, grants.Count(grant => grant.Corporation.Value.StartsWith("small", StringComparison.Ordinal)));
        Assert.Equal(21, grants.Sum(grant => grant.Count));
    }

    [Fact]
    public void Nobody_saves_up_turns_by_having_no_work()
    {
        turns.Tell(Id("idle"), 1, null, 1);
        turns.Grant(1, Now);
        turns.Tell(Id("idle"), 0, Now.AddHours(1), 1);
        turns.Tell(Id("busy"), 10_000, null, 1);
        turns.Grant(1_000, Now);
        turns.Tell(Id("idle"), 1_000, null, 1);

        var grants = turns.Grant(100, Now).ToDictionary(grant => grant.Corporation.Value, grant => grant.Count);

        Assert.InRange(grants["busy"], 49, 51);
    }

    [Fact]
    public void No_room_stays_empty_while_there_is_work()
    {
        turns.Tell(Id("one"), 3, null, 1);
        turns.Tell(Id("two"), 40, null, 9);
        Assert.Equal(20, turns.Grant(20, Now).Sum(grant => grant.Count));
        Assert.Equal(23, turns.Grant(100, Now).Sum(grant => grant.Count));
        Assert.Empty(turns.Grant(100, Now));
    }

    [Fact]
    public void Who_is_due_later_is_ready_then_and_not_before()
    {
        turns.Tell(Id("later"), 0, Now.AddSeconds(10), 1);
        turns.Hear(Id("heard"), Now.AddSeconds(5), Now);
        Assert.Empty(turns.Grant(10, Now.AddSeconds(4.9)));
        Assert.Equal(Now.AddSeconds(5), turns.NextAt);
        Assert.Equal("heard", turns.Grant(10, Now.AddSeconds(5)).Single().Corporation.Value);
        Assert.Equal("later", turns.Grant(10, Now.AddSeconds(10)).Single(grant => grant.Corporation.Value == "later").Corporation.Value);
    }

    [Fact]
    public void Who_says_nothing_about_what_it_was_granted_is_asked_again()
    {
        turns.Tell(Id("one"), 1, null, 1);
        Assert.Single(turns.Grant(10, Now));
        Assert.Empty(turns.Grant(10, Now.AddSeconds(1)));
        Assert.Single(turns.Grant(10, Now.AddSeconds(2)));

        turns.Tell(Id("one"), 0, null, 1);
        Assert.Empty(turns.Grant(10, Now.AddMinutes(1)));
        Assert.Equal(0, turns.Count);
    }

    [Fact]
    public void Who_is_told_of_again_and_again_is_remembered_once()
    {
        for (var second = 0; second < 1_000; second++)
        {
            turns.Tell(Id("one"), 0, Now.AddSeconds(60 + (second % 7)), 1);
            turns.Tell(Id("two"), 1, Now.AddSeconds(60), 1);
            turns.Grant(1, Now);
        }

        Assert.Equal((2, 2), (turns.Count, turns.Upcoming));
        turns.Tell(Id("one"), 0, null, 1);
        turns.Tell(Id("two"), 0, null, 1);
        Assert.Equal((0, 0), (turns.Count, turns.Upcoming));
    }

    [Fact]
    public void What_nobody_took_is_given_to_the_next()
    {
        turns.Tell(Id("one"), 2, null, 1);
        turns.GiveBack(turns.Grant(2, Now));
        Assert.Equal(2, turns.Grant(5, Now).Single().Count);
    }

    private static CorporationId Id(string name) => CorporationId.Parse(name);
}
