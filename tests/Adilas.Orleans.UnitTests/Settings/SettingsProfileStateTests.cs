using System.Collections.Immutable;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Settings;

public sealed class SettingsProfileStateTests
{
    private const LayerKind Layer = LayerKind.Corporation;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SettingsProfileState Stored = new SettingsProfileState()
        .Edit(Layer, new SettingsEdit(SettingsEditKind.Replace, """{"custom":{"a":{"b":1,"c":2},"d":[1]}}"""), "u1", Now) with
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
    [InlineData("custom.a.b", "5", """{"custom":{"a":{"b":5,"c":2},"d":[1]}}""")]
    [InlineData("custom.x.y.z", "true", """{"custom":{"a":{"b":1,"c":2},"d":[1],"x":{"y":{"z":true}}}}""")]
    [InlineData("custom.d", "null", """{"custom":{"a":{"b":1,"c":2},"d":null}}""")]
    [InlineData("custom.a", "[]", """{"custom":{"a":[],"d":[1]}}""")]
    public void One_value_is_set_by_its_path(string path, string json, string result) =>
        Assert.Equal(result, Stored.Edit(Layer, new SettingsEdit(SettingsEditKind.Value, json, path), "u1", Now).Document!.Json);

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
        Assert.Equal("{}", Stored.Edit(Layer, new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 4), "u1", Now).Document!.Json);
    }

    [Fact]
    public void Where_a_layer_was_taken_away_there_is_none()
    {
        var removed = new SettingsProfileState { Version = 5 };
        var none = new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 0);
        Assert.Equal("{}", removed.Edit(Layer, none, "u1", Now).Document!.Json);
        Assert.Equal(Refusal.Stale, Refused(none).Refusal);
    }

    [Fact]
    public void An_edit_that_changes_nothing_returns_the_same_state() =>
        Assert.Same(Stored, Stored.Edit(Layer, new SettingsEdit(SettingsEditKind.Merge, """{ "custom": { "d": [1] } }"""), "u2", Now.AddDays(1)));

    [Fact]
    public void A_preview_names_exactly_the_changed_paths()
    {
        var next = Stored.Preview(Layer, new SettingsEdit(SettingsEditKind.Merge, """{"custom":{"a":{"b":null,"c":3},"e":{"f":"g"}}}"""));
        var changes = JsonDifference.Between(Stored.Document!.Json, next.Document!.Json, SettingsPreview.MaxChanges);
        Assert.Equal(
            [("custom.a.b", "1", null), ("custom.a.c", "2", "3"), ("custom.e.f", null, "\"g\"")],
            changes.Select(change => (change.Path, change.Before, change.After)));
    }

    [Fact]
    public void What_the_catalogue_refuses_is_neither_set_nor_previewed_nor_restored()
    {
        var edit = new SettingsEdit(SettingsEditKind.Value, "9000", "images.width");
        var old = new SettingsProfileState { Document = Document("""{"images":{"width":9000}}""") };
        var refusals = new[]
        {
            Refused(edit),
            Assert.Throws<RefusedException>(() => Stored.Preview(Layer, edit)),
            Assert.Throws<RefusedException>(() => Stored.Restore(Layer, old, null, null, "u1", Now)),
        };

        Assert.All(refusals, refused => Assert.Equal(
            (Refusal.Invalid, "setting-bounds", "images.width", "'images.width' must be a whole number from 16 to 8192 (corporation layer)."),
            (refused.Refusal, refused.Code, refused.Field, refused.Message)));
    }

    [Fact]
    public void What_an_older_catalogue_took_stays_and_does_not_stand_in_the_way_of_other_changes()
    {
        var old = new SettingsProfileState { Document = Document("""{"images":{"depth":3,"width":9000},"gone":{"a":1}}"""), Version = 7 };

        var edited = old.Edit(Layer, new SettingsEdit(SettingsEditKind.Value, "50", "images.quality"), "u1", Now);

        Assert.Equal("""{"gone":{"a":1},"images":{"depth":3,"quality":50,"width":9000}}""", edited.Document!.Json);
        Assert.Equal("{}", old.Edit(Layer, new SettingsEdit(SettingsEditKind.Replace, "{}", ExpectedVersion: 7), "u1", Now).Document!.Json);
        foreach (var (path, refused) in new[] { ("images.depth", "images.depth"), ("images.width", "images.width"), ("gone.b", "gone") })
        {
            var change = new SettingsEdit(SettingsEditKind.Value, "10000", path);
            Assert.Equal(refused, Assert.Throws<RefusedException>(() => old.Edit(Layer, change, "u1", Now)).Field);
        }
    }

    [Fact]
    public void Locks_and_conditions_are_held_against_the_catalogue_when_they_come()
    {
        static SettingsEdit Locking(params ImmutableArray<string> locks) => new(SettingsEditKind.Merge, "{}", Locks: locks);
        static SettingsEdit When(string path, string value) =>
            new(SettingsEditKind.Merge, "{}", Conditions: [new SettingsCondition(path, value, Share: 0.5)]);

        Assert.Equal(("setting-unknown", "look.colour"), CodeAndField(Refused(Locking("look.color", "look.colour"))));
        Assert.Equal(("setting-bounds", "images.width"), CodeAndField(Refused(When("images.width", "9000"))));
        Assert.Equal(("setting-layer", "cafe.news"), CodeAndField(Refused(When("cafe.news", "true"))));
        Assert.Equal(["look.color"], Stored.Edit(Layer, Locking("look.color"), "u1", Now).Locks!);
        Assert.Equal("900", Stored.Edit(Layer, When("images.width", "900"), "u1", Now).Conditions!.Single().Value);

        var old = Stored with { Locks = ["look.colour"], Conditions = [new SettingsCondition("images.width", "9000", Share: 0.5)] };
        Assert.Equal(["look.color", "look.colour"], old.Edit(Layer, Locking("look.color", "look.colour"), "u1", Now).Locks!);
    }

    private static (string Code, string? Field) CodeAndField(RefusedException refused) => (refused.Code, refused.Field);

    private static SettingsDocument Document(string json) => SettingsDocument.Parse(json);

    private static RefusedException Refused(SettingsEdit edit) => Assert.Throws<RefusedException>(() => Stored.Edit(Layer, edit, "u1", Now));
}
