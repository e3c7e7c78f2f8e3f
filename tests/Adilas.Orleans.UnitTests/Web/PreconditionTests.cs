using Adilas.Http;
using Microsoft.Extensions.Primitives;

namespace Adilas.Web;

public sealed class PreconditionTests
{
    [Theory]
    [InlineData("\"12\"", 12L)]
    [InlineData("\"0\"", 0L)]
    [InlineData("\"999999999999999999\"", 999999999999999999L)]
    public void If_match_names_a_version(string header, long version) =>
        Assert.Equal(new Precondition(version, IsAny: false), Precondition.Parse(header, default));

    [Fact]
    public void Without_headers_nothing_is_said() => Assert.Equal(Precondition.None, Precondition.Parse(default, default));

    [Fact]
    public void A_star_means_whichever_version_is_there() =>
        Assert.Equal(new Precondition(null, IsAny: true), Precondition.Parse("*", default));

    [Fact]
    public void If_none_match_star_means_none_yet() => Assert.Equal(new Precondition(0, IsAny: false), Precondition.Parse(default, "*"));

    [Theory]
    [InlineData("12")]
    [InlineData("W/\"12\"")]
    [InlineData("\"12")]
    [InlineData("\"\"")]
    [InlineData("\"abc\"")]
    [InlineData("\"-1\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"9999999999999999999\"")]
    [InlineData("")]
    public void What_is_not_one_strong_tag_is_refused(string header)
    {
        var problem = Assert.Throws<HttpProblem>(() => Precondition.Parse(header, default));

        Assert.Equal((400, "if-match-malformed", "If-Match"), (problem.Status, problem.Code, problem.Field));
    }

    [Fact]
    public void Two_headers_and_both_headers_are_refused()
    {
        Assert.Throws<HttpProblem>(() => Precondition.Parse(new StringValues(["\"1\"", "\"2\""]), default));
        Assert.Throws<HttpProblem>(() => Precondition.Parse("\"1\"", "*"));
        Assert.Throws<HttpProblem>(() => Precondition.Parse(default, "\"1\""));
    }

    [Theory]
    [InlineData("\"7\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("\"6\", \"7\"", true)]
    [InlineData("*", true)]
    [InlineData("\"70\"", false)]
    [InlineData("", false)]
    public void A_reader_that_holds_the_version_is_recognised(string header, bool known) =>
        Assert.Equal(known, Precondition.IsKnown(header, 7));
}
