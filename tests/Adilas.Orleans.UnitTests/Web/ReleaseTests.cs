using Adilas.Operate;

namespace Adilas.Web;

public sealed class ReleaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Whoever_runs_another_release_than_most_stands_out()
    {
        Assert.Equal([false, true, false], Marked("1.0.0", "0.9.0", "1.0.0"));
        Assert.Equal([true, false], Marked("0.9.0", "1.0.0"));
        Assert.Equal([false, false, true], Marked("1.0.0", "1.0.0", null));
        Assert.Equal([false], Marked((string?)null));
        Assert.Empty(ReleaseService.Marked([]));
    }

    [Fact]
    public void A_front_end_is_listed_until_it_was_silent_for_a_minute()
    {
        var list = new FrontEndList().Hear(Report("b"), Now).Hear(Report("a"), Now.AddSeconds(30)).Hear(Report("b", "2"), Now.AddSeconds(40));

        Assert.Equal(["a", "b"], Names(list, Now.AddSeconds(90)));
        Assert.Equal("2", list.List()[1].Release);
        Assert.Equal(["b"], Names(list, Now.AddSeconds(91)));
        Assert.Empty(Names(list, Now.AddSeconds(101)));
    }

    [Fact]
    public void No_more_are_listed_than_may_be_and_no_longer_text_than_may_be()
    {
        var list = Enumerable.Range(0, IFrontEndDirectoryGrain.MaxListed + 5).Aggregate(new FrontEndList(), (all, number) => all.Hear(Report($"{number:00000}"), Now));
        Assert.Equal(IFrontEndDirectoryGrain.MaxListed, list.List().Length);
        Assert.Equal("2", list.Hear(Report("00000", "2"), Now).List()[0].Release);

        Assert.Equal(FrontEndReport.MaxLength, new FrontEndList().Hear(Report(new string('x', 500)), Now).List()[0].Name.Length);
    }

    private static FrontEndReport Report(string name, string release = "1") => new(name, "Adilas.Orleans.Web", release);

    private static IEnumerable<string> Names(FrontEndList list, DateTimeOffset now) => list.At(now).List().Select(it => it.Name);

    private static IEnumerable<bool> Marked(params string?[] releases) =>
        ReleaseService.Marked([.. releases.Select(release => new Running("silo", "s", "Silo", release, Now, Differs: false))]).Select(it => it.Differs);
}
