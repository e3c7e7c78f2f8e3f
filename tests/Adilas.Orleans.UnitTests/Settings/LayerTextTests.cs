using System.Text.Json;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>Layers and values as people type and read them on pages.</summary>
public sealed class LayerTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Each_path_is_found_on_the_line_where_it_begins()
    {
        var lines = JsonLines.Of("{\n  \"a\": {\n    \"b\": [1,\n      {\"c\": 2}],\n    \"d\": \"x\\ny\"\n  },\n\n  \"é\": 3 }");

        Assert.Equal(
            [("a", 2), ("a.b", 3), ("a.b.c", 4), ("a.d", 5), ("é", 8)], lines.OrderBy(line => line.Value).Select(line => (line.Key, line.Value)));
    }

    [Theory]
    [InlineData("images.width", "760")]
    [InlineData("images.keepOriginal", "true")]
    [InlineData("images.formats", """["jpeg","png"]""")]
    [InlineData("look.title", "\"Café \\\"8\\\"\"")]
    [InlineData("prices.tax", "7.50")]
    [InlineData("custom.own", """{"a":[1,null]}""")]
    public void A_value_that_nobody_touches_stays_what_it_is(string path, string json)
    {
        var (entry, value) = (SettingsCatalogue.Current.Find(path), JsonElement.Parse(json));

        var typed = SettingText.Json(entry, SettingText.Typed(entry, value));

        Assert.True(JsonElement.DeepEquals(value, JsonElement.Parse(typed)), typed);
    }

    [Fact]
    public void What_is_no_number_goes_as_text_so_that_the_catalogue_says_what_it_must_be() =>
        Assert.Equal("\"1,5\"", SettingText.Json(SettingsCatalogue.Current.Find("prices.tax"), "1,5"));

    [Fact]
    public void Two_versions_differ_by_paths_locks_and_conditions()
    {
        var differences = LayerDifference.Between(
            Layer("""{"a":1,"b":{"c":2},"d":[1]}"""), Layer("""{"a":1.0,"b":{"e":{}},"d":[1]}""") with { Locks = ["a"] });

        Assert.Equal(
            [("a", "1", "1.0"), ("b.c", "2", null), ("b.e", null, "{}"), ("locks", null, "[\"a\"]")],
            differences.Select(it => (it.Path, it.Before, it.After)));
    }

    [Fact]
    public void Resetting_takes_the_key_away_and_nothing_beside_it()
    {
        var layer = Layer("""{"a":{"b":1,"c":null}}""");

        Assert.Equal("""{"a":{"b":null}}""", LayerValue.Remove("a.b").Json);
        Assert.Equal((JsonValueKind.Null, null), (LayerValue.At(layer, "a.c")?.ValueKind, LayerValue.At(layer, "a.b.c")?.ValueKind));
    }

    private static SettingsLayer Layer(string json) => new("system", 1, SettingsDocument.Parse(json), Now, "tester", null);
}
