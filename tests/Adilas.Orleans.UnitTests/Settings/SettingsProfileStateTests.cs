using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Settings;

public sealed class SettingsProfileStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SettingsProfileState Stored = new SettingsProfileState()
        .Edit(new SettingsEdit(SettingsEditKind.Replace, """{"a":{"b":1,"c":2},"d":[1]}"""), "u1", Now) with
    { Version = 4 };

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"a":1,"e":null}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_does_what_rfc_7396_says(string document, string patch, string result) => Assert.Equal(
        result, MergePatch.Apply(SettingsDocument.Parse(document), SettingsDocument.Parse(patch)).Json);

    [Theory]
    [InlineData("a.b", "5", """{"a":{"b":5,"c":2},"d":[1]}""")]
    [InlineData("x.y.z", "true", """{"a":{"b":1,"c":2},"d":[1],"x":{"y":{"z":true}}}""")]
    [InlineData("d", "null", """{"a":{"b":1,"c":2},"d":null}""")]
    [InlineData("a", "[]", """{"a":[],"d":[1]}""")]
    public void One_value_is_set_by_its_path(string path, string json, string result) =>
        Assert.Equal(result, Stored.Edit(new SettingsEdit(SettingsEditKind.Value, json, path), "u1", Now).Document!.Json);

    [Theory]
    [InlineData("a..b", "1", "path-malformed")]
    [InlineData("", "1", "path-malformed")]
    [InlineData(null, "1", "path-malformed")]
    [InlineData("a", "1 2", "document-not-json")]
    [InlineData("a", """1,"x":2""", "value-malformed")]
    [InlineData("a", "", "document-not-json")]
    public void A_bad_path_or_value_is_refused(string? path, string json, string code) => Assert.Equal(
        code, Refused(new SettingsEdit(SettingsEditKind.Value, json, path)).Code);

    [Fact]
    public void To_replace_a_layer_one_must_have_read_it()
    {
        Assert.Equal(Refusal.VersionRequired, Refused(new SettingsEdit(SettingsEditKind.Replace, "{}")).Refusal);
        Assert.Equal(Refusal.Stale, Refused(new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 3)).Refusal);
        Assert.Equal("{}", Stored.Edit(new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 4), "u1", Now).Document!.Json);
    }

    [Fact]
    public void Where_a_layer_was_taken_away_there_is_none()
    {
        var removed = new SettingsProfileState { Version = 5 };
        var none = new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 0);
        Assert.Equal("{}", removed.Edit(none, "u1", Now).Document!.Json);
        Assert.Equal(Refusal.Stale, Refused(none).Refusal);
    }

    [Fact]
    public void An_edit_that_changes_nothing_returns_the_same_state() =>
        Assert.Same(Stored, Stored.Edit(new SettingsEdit(SettingsEditKind.Merge, """{ "d": [1] }"""), "u2", Now.AddDays(1)));

    [Fact]
    public void A_preview_names_exactly_the_changed_paths()
    {
        var next = Stored.Preview(new SettingsEdit(SettingsEditKind.Merge, """{"a":{"b":null,"c":3},"e":{"f":"g"}}"""));
        var changes = JsonDifference.Between(Stored.Document!.Json, next.Document!.Json, SettingsPreview.MaxChanges);
        Assert.Equal([("a.b", "1", null), ("a.c", "2", "3"), ("e.f", null, "\"g\"")], changes.Select(change => (change.Path, change.Before, change.After)));
    }

    private static RefusedException Refused(SettingsEdit edit) => Assert.Throws<RefusedException>(() => Stored.Edit(edit, "u1", Now));
}
