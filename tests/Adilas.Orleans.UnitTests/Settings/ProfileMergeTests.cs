using System.Text.Json.Nodes;
using Adilas.Corporations;

namespace Adilas.Settings;

public sealed class ProfileMergeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CorporationId Acme = CorporationId.Parse("acme");

    /// <summary>RFC 7396, appendix A, as far as original and patch are objects.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("""{"a":"foo"}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    public void Two_layers_merge_as_a_document_and_its_patch(string lower, string higher, string expected) =>
        Assert.Equal(expected, Merge(Layer("system", lower), Layer("corporation:acme", higher)).ToJson().GetRawText());

    [Theory]
    [InlineData("limits.users", """{"limits":{"users":9,"files":8}}""", """{"limits":{"files":8,"users":5}}""")]
    [InlineData("limits", """{"limits":{"users":9,"files":8}}""", """{"limits":{"users":5}}""")]
    [InlineData("limits.users", """{"limits":null}""", """{"limits":{"users":5}}""")]
    [InlineData("limits.users", """{"limits":7}""", """{"limits":{"users":5}}""")]
    [InlineData("limits.users.soft", """{"limits":{"users":9}}""", """{"limits":{"users":5}}""")]
    [InlineData("absent", """{"absent":1}""", """{"limits":{"users":5}}""")]
    public void What_a_layer_locks_no_higher_layer_changes(string locked, string higher, string expected)
    {
        var merged = Merge(Layer("plan:x", """{"limits":{"users":5}}""") with { Locks = [locked] }, Layer("corporation:acme", higher));

        Assert.Equal(expected, merged.ToJson().GetRawText());
    }

    [Theory]
    [InlineData("""{"c":5}""", """{"c":{"x":1,"y":2}}""")]
    [InlineData("""{"c":null}""", """{"c":{"x":1,"y":2}}""")]
    [InlineData("""{"c":[1]}""", """{"c":{"x":1,"y":2}}""")]
    [InlineData("""{"c":{}}""", """{"c":{"x":1,"y":2}}""")]
    [InlineData("""{"c":{"x":null}}""", """{"c":{"x":1,"y":2}}""")]
    [InlineData("""{"c":{"x":{"deep":1},"y":3}}""", """{"c":{"x":1,"y":3}}""")]
    [InlineData("""{"c":{"z":4}}""", """{"c":{"x":1,"y":2,"z":4}}""")]
    public void What_is_locked_keeps_its_value_whatever_a_higher_layer_does_above_it(string higher, string expected)
    {
        var locking = Layer("plan:x", """{"c":{"x":1,"y":2}}""") with { Locks = ["c.x"] };
        var json = JsonNode.Parse(higher)!["c"]?.ToJsonString() ?? "null";
        var onCondition = Layer("corporation:acme", "{}") with { Conditions = [new SettingsCondition("c", json, Share: 1)] };

        Assert.Equal(expected, Merge(locking, Layer("corporation:acme", higher)).ToJson().GetRawText());
        Assert.Equal(expected, Merge(locking, onCondition).ToJson().GetRawText());
        Assert.Equal(expected, Merge(locking, Layer("role:acme:clerk", higher), Layer("user:acme:u1", higher)).ToJson().GetRawText());
    }

    [Fact]
    public void A_lock_on_what_is_not_there_keeps_it_from_coming_and_what_stands_above_from_going()
    {
        var locking = Layer("plan:x", """{"c":5}""") with { Locks = ["c.x"] };

        foreach (var higher in (string[])["""{"c":{"x":1}}""", """{"c":6}""", """{"c":null}""", """{"c":{"x":{}}}"""])
            Assert.Null(Merge(locking, Layer("corporation:acme", higher)).Find("c.x"));
    }

    [Fact]
    public void The_lock_of_the_lowest_layer_holds_and_is_named()
    {
        var merged = Merge(
            Layer("system", """{"a":1}""") with { Locks = ["a"] },
            Layer("plan:x", """{"a":2}""") with { Locks = ["a"] },
            Layer("corporation:acme", """{"a":3}"""));

        var explained = merged.Explain("a");
        Assert.Equal(("1", "system"), (explained.Value?.GetRawText(), explained.Source));
        Assert.Equal([("system", null), ("plan:x", "system"), ("corporation:acme", "system")], explained.Layers.Select(it => (it.Scope, it.LockedBy)));
        Assert.Equal([true, false, false], explained.Layers.Select(it => it.Applied));
    }

    [Theory]
    [InlineData("plan:x", """{"a":5}""", """{"a":3,"b":1}""")]
    [InlineData("corporation:acme", """{"a":5}""", """{"a":5,"b":1}""")]
    [InlineData("corporation:acme", "{}", """{"a":2,"b":1}""")]
    [InlineData("stack:y", """{"a":5,"c":6}""", """{"a":3,"b":1,"c":6}""")]
    [InlineData("user:acme:u1", """{"a":5}""", """{"a":5,"b":1}""")]
    public void A_layer_can_be_replaced_or_added_in_its_place(string scope, string json, string expected)
    {
        var merged = Merge(Layer("system", """{"a":1,"b":1}"""), Layer("plan:x", """{"a":2}"""), Layer("corporation:acme", """{"a":3}"""));

        Assert.Equal(expected, merged.Replace(new ParsedLayer(Layer(scope, json))).ToJson().GetRawText());
    }

    [Fact]
    public void A_lock_is_known_before_anybody_runs_into_it()
    {
        var merged = Merge(Layer("plan:x", """{"a":{"b":1}}""") with { Locks = ["a.b"] });

        Assert.Equal([null, "plan:x", "plan:x", null], ((string[])["a", "a.b", "a.b.c", "c"]).Select(merged.LockedBy));
    }

    [Fact]
    public void A_stored_null_takes_away_what_lower_layers_set_and_is_named()
    {
        var merged = Merge(Layer("system", """{"a":{"b":1,"c":2}}"""), Layer("corporation:acme", """{"a":{"b":null}}"""));

        Assert.Equal("""{"a":{"c":2}}""", merged.ToJson().GetRawText());
        Assert.Equal((null, "corporation:acme"), (merged.Explain("a.b").Value, merged.Explain("a.b").Source));
    }

    [Fact]
    public void Roles_unite_their_permissions_and_nothing_else()
    {
        var merged = Merge(
            Layer("system", """{"permissions":["z"]}"""),
            Layer("role:acme:clerk", """{"permissions":["a","b"],"x":[1]}"""),
            Layer("role:acme:boss", """{"permissions":["b","c"],"x":[2]}"""),
            Layer("user:acme:u1", """{"permissions":["root"],"y":1}"""));

        Assert.Equal("""{"permissions":["a","b","c"],"x":[2],"y":1}""", merged.ToJson().GetRawText());
    }

    [Fact]
    public void A_share_keeps_whom_it_had_when_it_grows()
    {
        var corporations = Enumerable.Range(0, 2000).Select(i => $"corp-{i}").ToList();
        HashSet<string> Having(double share) => [.. corporations.Where(id => new SettingsCondition("a.b", "1", share).AppliesTo(id, Now))];

        var (none, tenth, half, all) = (Having(0), Having(0.1), Having(0.5), Having(1));

        Assert.Empty(none);
        Assert.InRange(tenth.Count, 140, 260);
        Assert.Subset(half, tenth);
        Assert.Equal(corporations.Count, all.Count);
        Assert.False(tenth.SetEquals(corporations.Where(id => new SettingsCondition("a.c", "1", 0.1).AppliesTo(id, Now))));
    }

    [Theory]
    [InlineData(-1, """{"a":1}""")]
    [InlineData(0, """{"a":{"b":2}}""")]
    [InlineData(59, """{"a":{"b":2}}""")]
    [InlineData(60, """{"a":1}""")]
    public void A_condition_holds_from_its_beginning_to_before_its_end(int minutes, string expected)
    {
        var layer = Layer("system", """{"a":1}""") with { Conditions = [new("a.b", "2", From: Now, Until: Now.AddHours(1))] };

        var merged = ProfileMerge.Begin(Acme, Now.AddMinutes(minutes)).With(new ParsedLayer(layer));

        Assert.Equal(expected, merged.ToJson().GetRawText());
        Assert.Equal(minutes < 0 ? Now : minutes < 60 ? Now.AddHours(1) : null, merged.NextChange);
    }

    [Fact]
    public void Random_layers_merge_as_the_plain_model_says()
    {
        var random = new Random(20260102);
        for (var round = 0; round < 3000; round++)
        {
            SettingsLayer[] layers =
            [
                RandomLayer(random, "system"), RandomLayer(random, "industry:x"), RandomLayer(random, "plan:x"),
                RandomLayer(random, "corporation:acme"), RandomLayer(random, "user:acme:u1"),
            ];

            Assert.Equal(Model(layers), Merge(layers).ToJson().GetRawText());
        }
    }

    [Fact]
    public void Where_no_layer_says_anything_the_catalogue_does()
    {
        var merged = ProfileMerge.BeginWithDefaults(Acme, Now).With(new ParsedLayer(Layer("system", """{"images":{"width":900}}""")));

        Assert.Equal(("900", "system"), (merged.Find("images.width")?.GetRawText(), merged.Explain("images.width").Source));
        Assert.Equal(("1", "default"), (merged.Find("work.weight")?.GetRawText(), merged.Explain("work.weight").Source));
    }

    private static ProfileMerge Merge(params SettingsLayer[] layers) =>
        layers.Aggregate(ProfileMerge.Begin(Acme, Now), (merge, layer) => merge.With(new ParsedLayer(layer)));

    private static SettingsLayer Layer(string scope, string json) => new(scope, 1, SettingsDocument.Parse(json), Now, "tester", null);

    private static SettingsLayer RandomLayer(Random random, string scope) => Layer(scope, RandomObject(random, 3)) with
    {
        Locks = [.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomPath(random))],
        Conditions =
        [
            .. Enumerable.Range(0, random.Next(3)).Select(_ => new SettingsCondition(
                RandomPath(random), RandomValue(random, 2), random.Next(3) / 2.0, Now.AddHours(random.Next(-2, 2)), Now.AddHours(random.Next(2, 4)))),
        ],
    };

    private static string RandomPath(Random random) => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomName(random)));

    private static string RandomName(Random random) => "abc"[random.Next(3)].ToString();

    private static string RandomObject(Random random, int depth) => "{" + string.Join(
        ',', "abc".Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\":{RandomValue(random, depth - 1)}")) + "}";

    private static string RandomValue(Random random, int depth) => random.Next(depth > 0 ? 6 : 3) switch
    {
        0 => "null",
        1 => random.Next(9).ToString(System.Globalization.CultureInfo.InvariantCulture),
        2 => "[1]",
        _ => RandomObject(random, depth),
    };

    /// <summary>The same rules over texts of paths, with nothing shared and nothing clever.</summary>
    private static string Model(IEnumerable<SettingsLayer> layers)
    {
        var (root, locks) = (new JsonObject(), new List<string>());
        foreach (var layer in layers)
        {
            Patch(root, JsonNode.Parse(layer.Document.Json)!.AsObject(), "", locks);
            foreach (var condition in layer.Conditions.Where(condition => condition.AppliesTo(Acme.Value, Now)))
            {
                var patch = JsonNode.Parse(condition.Value);
                foreach (var name in condition.Path.Split('.').Reverse()) patch = new JsonObject { [name] = patch };
                Patch(root, patch!.AsObject(), "", locks);
            }

            locks.AddRange(layer.Locks);
        }

        return SettingsDocument.Parse(root.ToJsonString()).Json;
    }

    private static void Patch(JsonObject target, JsonObject patch, string parent, List<string> locks)
    {
        foreach (var (name, value) in patch)
        {
            var path = parent + name;
            if (locks.Any(locked => $"{path}.".StartsWith($"{locked}.", StringComparison.Ordinal))) continue;
            if (value is JsonObject changes)
            {
                if (target[name] is not JsonObject child) target[name] = child = [];
                Patch(child, changes, $"{path}.", locks);
            }
            else if (!locks.Any(locked => locked.StartsWith($"{path}.", StringComparison.Ordinal)))
            {
                if (value is null) target.Remove(name);
                else target[name] = value.DeepClone();
            }
        }
    }
}
