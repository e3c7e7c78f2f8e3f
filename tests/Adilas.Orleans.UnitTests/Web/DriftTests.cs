using Adilas.Settings;

namespace Adilas.Web;

public sealed class DriftTests
{
    private static readonly DriftSource One = Layer("""{"a":1,"b":{"c":"x","d":2},"e":null}""", "b.d");

    [Fact]
    public void What_differs_is_told_by_its_path_and_what_does_not_is_left_out()
    {
        var other = Layer("""{"a":1,"b":{"c":"y","d":2},"f":[1]}""", "b.d");

        Assert.Equal(["b.c", "e", "f"], Differing(other));
        Assert.Equal(("\"x\"", "stack:s"), (One.Side("b.c").Value?.GetRawText(), One.Side("b.c").Layer));
        Assert.Equal((null, null), (other.Side("e").Value, other.Side("e").Layer));
        Assert.Equal("null", One.Side("e").Value?.GetRawText());
    }

    [Fact]
    public void A_lock_that_only_one_has_differs_beneath_it_too()
    {
        Assert.Equal(["b.d"], Differing(Layer("""{"a":1,"b":{"c":"x","d":2},"e":null}""")));
        Assert.Equal(["b", "b.c"], Differing(Layer("""{"a":1,"b":{"c":"x","d":2},"e":null}""", "b")));
    }

    [Fact]
    public void A_condition_that_only_one_has_differs()
    {
        var other = Layer("""{"a":1,"b":{"c":"x","d":2},"e":null}""", ["b.d"], new SettingsCondition("g", "5", Share: 0.5));

        Assert.Equal(["g"], Differing(other));
        Assert.Equal(0.5, Assert.Single(other.Side("g").Conditions).Share);
    }

    [Fact]
    public void A_layer_in_which_nothing_was_ever_set_lacks_everything() =>
        Assert.Equal(["a", "b.c", "b.d", "e"], Differing(new LayerDriftSource(Scope, null)));

    [Theory, InlineData("B.C", "b.c"), InlineData("Y", "b.c"), InlineData("[1", "f"), InlineData("nothing", null)]
    public void A_search_finds_paths_and_values_of_either_side(string query, string? path) =>
        Assert.Equal(path is null ? [] : [path], DriftService.Differing(One, Layer("""{"a":1,"b":{"c":"y","d":2},"f":[1]}""", "b.d"), query));

    private static ProfileScope Scope => ProfileScope.TryParse("stack:s", out var scope) ? scope : throw new InvalidOperationException();

    private static List<string> Differing(DriftSource other) => [.. DriftService.Differing(One, other, query: null)];

    private static LayerDriftSource Layer(string json, params string[] locks) => Layer(json, locks, []);

    private static LayerDriftSource Layer(string json, string[] locks, params SettingsCondition[] conditions) => new(
        Scope, new SettingsLayer("stack:s", 1, SettingsDocument.Parse(json), default, "tester", null) { Locks = [.. locks], Conditions = [.. conditions] });
}
