using System.Diagnostics;
using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Settings.Catalogue;

public sealed class SettingsCatalogueTests
{
    private static readonly SettingsCatalogue Catalogue = SettingsCatalogue.Current;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"look":{"color":"#1af","logo":"https://example.com/logo.png","textScale":1.25},"terms":{"élement ☕":"Trip"}}""")]
    [InlineData("""{"locale":{"timeZone":"Europe/Warsaw","language":"pt-BR"},"images":{"width":8192,"formats":["png"]}}""")]
    [InlineData("""{"pages":{"invoice":{"columns":["date","total"],"descending":true}},"mail":{"sender":"till@example.com"}}""")]
    [InlineData("""{"look":null,"terms":{"cart":null},"pages":{"invoice":null},"limits":{"users":null},"custom":null}""")]
    [InlineData("""{"custom":{"a":[1,{"b":null,"c d":["x"]}],"☕":1e400},"permissions":["stock:read"],"backups":{"startsAt":"23:59"}}""")]
    public void What_keeps_the_rules_is_taken(string document) => Catalogue.Check(LayerKind.Corporation, SettingsDocument.Parse(document));

    [Theory]
    [InlineData("""{"images":{"width":15}}""", "setting-bounds", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":{"width":760.0}}""", "setting-type", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":{"width":"760"}}""", "setting-type", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":{"width":1e400}}""", "setting-type", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":{"width":99999999999999999999}}""", "setting-type", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":{"width":{}}}""", "setting-type", "images.width", "must be a whole number from 16 to 8192")]
    [InlineData("""{"images":760}""", "setting-type", "images", "must be an object of settings")]
    [InlineData("""{"custom":760}""", "setting-type", "custom", "must be an object of settings")]
    [InlineData("""{"look":{"textScale":2.01}}""", "setting-bounds", "look.textScale", "must be a number from 0.8 to 2")]
    [InlineData("""{"look":{"textScale":1e400}}""", "setting-bounds", "look.textScale", "must be a number from 0.8 to 2")]
    [InlineData("""{"look":{"color":"red"}}""", "setting-type", "look.color", "must be a colour such as #2f6f8f")]
    [InlineData("""{"look":{"scheme":"pink"}}""", "setting-bounds", "look.scheme", "must be one of device, light, dark")]
    [InlineData(
        """{"look":{"logo":"javascript:alert(1)"}}""",
        "setting-type", "look.logo", "must be an http or https address of at most 2000 characters")]
    [InlineData(
        """{"look":{"logo":"https://me:secret@example.com/"}}""",
        "setting-type", "look.logo", "must be an http or https address of at most 2000 characters")]
    [InlineData("""{"look":{"animations":1}}""", "setting-type", "look.animations", "must be true or false")]
    [InlineData(
        """{"locale":{"timeZone":"../../etc/passwd"}}""",
        "setting-type", "locale.timeZone", "must be a time zone such as Europe/Berlin")]
    [InlineData("""{"locale":{"language":"Deutsch"}}""", "setting-type", "locale.language", "must be a language such as de or pt-BR")]
    [InlineData(
        """{"locale":{"currency":"eur"}}""",
        "setting-bounds", "locale.currency", "must be three capital letters such as EUR")]
    [InlineData("""{"mail":{"sender":"nobody"}}""", "setting-type", "mail.sender", "must be an e-mail address")]
    [InlineData(
        """{"images":{"formats":["png","bmp"]}}""",
        "setting-bounds", "images.formats", "must be a list of at most 5 of avif, gif, jpeg, png, webp")]
    [InlineData(
        """{"images":{"formats":["png",null]}}""",
        "setting-type", "images.formats", "must be a list of at most 5 of avif, gif, jpeg, png, webp")]
    [InlineData(
        """{"look":{"colour":"#123456"}}""",
        "setting-unknown", "look.colour", "is not in the catalogue; settings of your own stand under 'custom'")]
    [InlineData("""{"theme":"dark"}""", "setting-unknown", "theme", "is not in the catalogue; settings of your own stand under 'custom'")]
    [InlineData("""{"cafe":{"news":true}}""", "setting-layer", "cafe.news", "is set by layers of the kind person only")]
    public void A_refusal_names_path_rule_and_layer(string document, string code, string path, string rule)
    {
        var refused = Assert.Throws<RefusedException>(() => Catalogue.Check(LayerKind.Corporation, SettingsDocument.Parse(document)));
        Assert.Equal(
            (Refusal.Invalid, code, path, $"'{path}' {rule} (corporation layer)."),
            (refused.Refusal, refused.Code, refused.Field, refused.Message));
    }

    [Theory]
    [InlineData(LayerKind.User, """{"permissions":["all"]}""", "permissions")]
    [InlineData(LayerKind.User, """{"permissions":null}""", "permissions")]
    [InlineData(LayerKind.User, """{"limits":null}""", "limits")]
    [InlineData(LayerKind.User, """{"limits":{"users":null}}""", "limits.users")]
    [InlineData(LayerKind.Theme, """{"limits":{"users":5}}""", "limits.users")]
    [InlineData(LayerKind.Person, """{"look":{"color":"#123456"}}""", "look.color")]
    [InlineData(LayerKind.Role, """{"locale":null}""", "locale")]
    public void A_layer_neither_sets_nor_masks_what_is_not_its_own(LayerKind layer, string document, string path)
    {
        var refused = Assert.Throws<RefusedException>(() => Catalogue.Check(layer, SettingsDocument.Parse(document)));
        Assert.Equal(("setting-layer", path), (refused.Code, refused.Field));
    }

    [Theory]
    [InlineData("""{"custom":{"":1}}""", "custom.")]
    [InlineData("""{"custom":{"a":[{"b.c":1}]}}""", "custom.a.b.c")]
    [InlineData("""{"custom":{"__proto__":{"admin":true}}}""", "custom.__proto__")]
    [InlineData("""{"__proto__":{"admin":true}}""", "__proto__")]
    [InlineData("""{"terms":{"*":"x"}}""", "terms.*")]
    [InlineData("""{"terms":{"a\u0007b":"x"}}""", "terms.a\uFFFDb…")]
    public void A_name_that_is_none_is_refused(string document, string path)
    {
        var refused = Assert.Throws<RefusedException>(() => Catalogue.Check(LayerKind.Corporation, SettingsDocument.Parse(document)));
        Assert.Equal(("setting-name", path), (refused.Code, refused.Field));
    }

    [Fact]
    public void A_name_has_at_most_a_hundred_characters_and_a_message_shows_no_more()
    {
        static SettingsDocument Named(int length) => SettingsDocument.Parse($$$"""{"terms":{"{{{new string('x', length)}}}":"y"}}""");

        Catalogue.Check(LayerKind.Corporation, Named(100));
        var refused = Assert.Throws<RefusedException>(() => Catalogue.Check(LayerKind.Corporation, Named(100_000)));
        Assert.Equal(("setting-name", $"terms.{new string('x', 100)}…"), (refused.Code, refused.Field));
    }

    [Fact]
    public void All_problems_are_listed_up_to_a_limit()
    {
        var document = SettingsDocument.Parse(
            """{"a":1,"images":{"quality":0,"width":5},"look":{"color":"red"},"terms":{"cart":"Basket"}}""");

        Assert.Equal(
            ["a", "images.quality", "images.width", "look.color"],
            Catalogue.Problems(LayerKind.Corporation, document, 100).Select(problem => problem.Path));
        Assert.Equal(2, Catalogue.Problems(LayerKind.Corporation, document, 2).Count);
    }

    [Fact]
    public void An_entry_is_found_by_its_path_and_through_a_wildcard()
    {
        Assert.Equal("images.width", Catalogue.Find("images.width")!.Path);
        Assert.Equal("pages.*.columns", Catalogue.Find("pages.invoice.columns")!.Path);
        Assert.All(
            ["images", "images.width.x", "custom", "custom.a", "nothing", "", "terms", "."],
            path => Assert.Null(Catalogue.Find(path)));
    }

    [Fact]
    public void What_is_hard_is_known_for_what_stands_above_it_too()
    {
        Assert.All(["limits.users", "limits", "permissions", "backups", "prices"], path => Assert.True(Catalogue.IsHard(path)));
        Assert.All(["images.width", "images", "terms.cart", "custom.limits", "nothing"], path => Assert.False(Catalogue.IsHard(path)));
    }

    [Fact]
    public void Defaults_are_one_document()
    {
        using var defaults = JsonDocument.Parse(Catalogue.Defaults.Json);
        Assert.Equal(760, defaults.RootElement.GetProperty("images").GetProperty("width").GetInt32());
        Assert.Equal("Etc/UTC", defaults.RootElement.GetProperty("locale").GetProperty("timeZone").GetString());
        Assert.Equal(1, defaults.RootElement.GetProperty("work").GetProperty("weight").GetInt32());
        Assert.False(defaults.RootElement.TryGetProperty("terms", out _));
    }

    [Theory]
    [InlineData("images.width", "900", null)]
    [InlineData("images.width", "9", "setting-bounds")]
    [InlineData("images.width", "null", null)]
    [InlineData("images", """{"width":900}""", null)]
    [InlineData("images", """{"width":9}""", "setting-bounds")]
    [InlineData("images", "1", "setting-type")]
    [InlineData("custom.a.b", """[{"c":1}]""", null)]
    [InlineData("custom.a.b", """[{"c.d":1}]""", "setting-name")]
    [InlineData("custom.__proto__", "1", "setting-name")]
    [InlineData("custom.a..b", "1", "setting-name")]
    [InlineData("terms.cart", "\"Basket\"", null)]
    [InlineData("terms.cart.size", "1", "setting-unknown")]
    [InlineData("cafe.news", "true", "setting-layer")]
    public void One_value_is_checked_by_its_path(string path, string value, string? code) =>
        Assert.Equal(code, CodeOf(() => Catalogue.CheckValue(LayerKind.Corporation, path, JsonElement.Parse(value))));

    [Theory]
    [InlineData(LayerKind.Plan, "limits.users", null)]
    [InlineData(LayerKind.Plan, "limits", null)]
    [InlineData(LayerKind.Theme, "limits", "setting-layer")]
    [InlineData(LayerKind.Theme, "look.color", null)]
    [InlineData(LayerKind.Corporation, "terms.cart", null)]
    [InlineData(LayerKind.Corporation, "custom.a.b", null)]
    [InlineData(LayerKind.Corporation, "custom", null)]
    [InlineData(LayerKind.Corporation, "look.colour", "setting-unknown")]
    [InlineData(LayerKind.Corporation, "look.color.red", "setting-unknown")]
    [InlineData(LayerKind.Corporation, "terms.*", "setting-name")]
    [InlineData(LayerKind.Corporation, "", "setting-name")]
    public void A_lock_is_on_what_the_layer_may_set(LayerKind layer, string path, string? code) =>
        Assert.Equal(code, CodeOf(() => Catalogue.CheckLock(layer, path)));

    [Fact]
    public void Another_catalogue_can_be_read_and_is_a_catalogue_or_refused()
    {
        const string Width = """{"path":"images.width","type":"integer","minimum":1,"maximum":9,"layers":["system..plan"],"description":"Wide."}""";
        var narrow = SettingsCatalogue.Parse($$"""{"version":2,"entries":[{{Width}}]}""");
        string[] malformed =
        [
            "", "null", "[]", "{}", """{"version":1,"entries":[]}""", """{"version":1,"entries":[{"path":"a"}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("integer", "money", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("plan", "nation", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("\"minimum\":1", "\"pattern\":\"x\"", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width}},null]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("\"system..plan\"", "null", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("[\"system..plan\"]", "null", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("\"minimum\":1", "\"values\":null", StringComparison.Ordinal)}}]}""",
            $$"""{"version":1,"entries":[{{Width.Replace("\"images.width\"", "null", StringComparison.Ordinal)}}]}""",
        ];

        Assert.Equal(2, narrow.Version);
        Assert.Equal("setting-bounds", narrow.FindValueProblem(LayerKind.Plan, "images.width", JsonElement.Parse("10"))?.Code);
        Assert.Null(narrow.FindValueProblem(LayerKind.Plan, "images.width", JsonElement.Parse("9")));
        Assert.Equal("setting-unknown", narrow.FindLockProblem(LayerKind.Plan, "look")?.Code);
        Assert.All(malformed, json => Assert.Equal("catalogue-malformed", CodeOf(() => SettingsCatalogue.Parse(json))));
    }

    [Fact]
    public void Hostile_documents_are_refused_or_taken_in_no_time()
    {
        var watch = Stopwatch.StartNew();
        string[] documents =
        [
            $$$"""{"images":{"formats":[{{{string.Join(',', Enumerable.Repeat("1", 100_000))}}}]}}""",
            $$$"""{"custom":{"a":[{{{string.Join(',', Enumerable.Repeat("1", 100_000))}}}]}}""",
            $$$"""{"terms":{ {{{string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"t{n}\":1"))}}} } }""",
            $$$"""{"custom":{ {{{string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"t{n}\":1"))}}} } }""",
            $$$"""{ {{{string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"t{n}\":1"))}}} }""",
            $$$"""{"custom":{{{string.Concat(Enumerable.Repeat("{\"a\":", 30))}}}1{{{new string('}', 31)}}}""",
            $$$"""{"look":{"title":"{{{new string('x', 250_000)}}}"}}""",
        ];
        foreach (var document in documents.Select(SettingsDocument.Parse))
        {
            _ = Catalogue.Problems(LayerKind.Corporation, document, int.MaxValue);
            _ = Catalogue.Problems(LayerKind.Corporation, document, 1, document);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    private static string? CodeOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
