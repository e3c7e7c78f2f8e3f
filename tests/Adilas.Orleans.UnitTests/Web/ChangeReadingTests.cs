using Adilas.Corporations;

namespace Adilas.Web;

public sealed class ChangeReadingTests
{
    [Fact]
    public void Of_a_list_only_the_items_that_differ_are_shown_by_their_names()
    {
        var steps = Expand("""[{"name":"place","state":"done"},{"name":"tables","state":"running"}]""", """[{"name":"place","state":"done"},{"name":"tables","state":"done","attempt":1}]""");

        Assert.Equal(
            [new ValueChange("steps[tables].state", "\"running\"", "\"done\""), new ValueChange("steps[tables].attempt", null, "1")], steps);
    }

    [Theory]
    [InlineData("[1,2]", "[1,2,3]")]
    [InlineData("[1]", "{\"a\":1}")]
    [InlineData("[1]", null)]
    [InlineData(null, "{}")]
    [InlineData("\"[\"", "\"]\"")]
    [InlineData("[not json", "[neither]")]
    public void What_cannot_be_compared_piece_by_piece_is_shown_as_it_came(string? before, string? after) =>
        Assert.Equal([new ValueChange("steps", before, after)], Expand(before, after));

    [Fact]
    public void A_difference_in_too_many_places_is_shown_as_a_whole()
    {
        var before = $"[{string.Join(',', Enumerable.Range(0, 100))}]";
        var after = $"[{string.Join(',', Enumerable.Range(1, 100))}]";

        Assert.Equal([new ValueChange("steps", before, after)], Expand(before, after));
    }

    private static IReadOnlyList<ValueChange> Expand(string? before, string? after) => ChangeReading.Expand([new ValueChange("steps", before, after)]);
}
