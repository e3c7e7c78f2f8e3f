using Adilas.Components;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Web;

public sealed class PageTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-4, "just now")]
    [InlineData(3, "in a moment")]
    [InlineData(-5, "5 seconds ago")]
    [InlineData(-60, "1 minute ago")]
    [InlineData(-7_199, "1 hour ago")]
    [InlineData(-2 * 86_400, "2 days ago")]
    [InlineData(30 * 86_400, "in 1 month")]
    [InlineData(-3 * 31_536_000, "3 years ago")]
    public void A_time_is_told_in_its_largest_unit(long seconds, string words) =>
        Assert.Equal(words, PageTime.Relative(Now.AddSeconds(seconds), Now));

    [Fact]
    public void A_time_in_full_is_UTC_whatever_its_zone()
    {
        var there = new DateTimeOffset(2026, 3, 1, 1, 2, 3, 4, TimeSpan.FromHours(-7));

        Assert.Equal(("2026-03-01T08:02:03.004Z", "2026-03-01 08:02:03 UTC"), (PageTime.Iso(there), PageTime.Utc(there)));
    }

    [Fact]
    public void A_command_quotes_what_a_shell_would_read_otherwise() => Assert.Equal(
        "adilas corporation rename acme 'Bob'\\''s $HOME' --if-match 3 ''", ShellLine.Of("corporation", "rename", "acme", "Bob's $HOME", "--if-match", "3", null, ""));

    [Fact]
    public void An_option_without_a_value_is_left_out() =>
        Assert.Equal("adilas stack list --kind 'two words'", ShellLine.Of(["stack", "list", .. ShellLine.Option("--none", " "), .. ShellLine.Option("--kind", "two words")]));

    [Fact]
    public void Every_refusal_says_what_to_do_next() => Assert.All(
        Enum.GetValues<Refusal>(),
        refusal =>
        {
            var problem = PageProblem.Of(new RefusedException(refusal, "some-rule", "Why.", "name"), "trace");
            Assert.Equal(("Why.", "some-rule", "name", "trace"), (problem.Message, problem.Code, problem.Field, problem.TraceId));
            Assert.NotEmpty(problem.Title);
            Assert.NotEmpty(problem.NextStep);
        });

    [Fact]
    public void A_mode_is_read_from_an_address_as_it_is_written_there()
    {
        Assert.All(Enum.GetValues<CorporationMode>(), mode => Assert.Equal(mode, ModeWords.Parse(ModeWords.Text(mode))));
        Assert.Equal("readOnly", ModeWords.Text(CorporationMode.ReadOnly));
        Assert.Null(ModeWords.Parse("ReadOnly"));
        Assert.Null(ModeWords.Parse("1"));
    }
}
