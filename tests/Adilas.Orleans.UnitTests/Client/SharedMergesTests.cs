using Adilas.Corporations;
using Adilas.Settings;

namespace Adilas.Client;

public sealed class SharedMergesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly CorporationId Other = CorporationId.Parse("other");

    private readonly SharedMerges merges = new();

    [Fact]
    public void Corporations_share_what_they_have_in_common_and_nothing_else()
    {
        var (system, industry) = (Layer("system", """{"custom":{"a":1,"b":1}}"""), Layer("industry:retail", """{"custom":{"b":2}}"""));

        var acme = Merge(Acme, Now, system, industry, Layer("corporation:acme", """{"custom":{"c":3}}"""));
        var other = Merge(Other, Now, system, industry, Layer("corporation:other", """{"custom":{"a":4}}"""));
        var newer = Merge(Acme, Now, Layer("system", """{"custom":{"a":9}}"""), industry);

        Assert.Equal(("""{"a":1,"b":2,"c":3}""", """{"a":4,"b":2}""", """{"a":9,"b":2}"""), (acme, other, newer));
        Assert.Equal(2, merges.Count);
    }

    [Fact]
    public void What_depends_on_corporation_or_time_is_merged_for_each()
    {
        var until = Layer("system", """{"custom":{"a":1}}""", new SettingsCondition("custom.a", "2", Until: Now));
        var corporations = Enumerable.Range(0, 50).Select(number => CorporationId.Parse($"c{number}")).ToList();
        var half = Layer("system", """{"custom":{"a":1}}""", new SettingsCondition("custom.a", "2", Share: 0.5));

        Assert.Equal(("""{"a":2}""", """{"a":1}"""), (Merge(Acme, Now.AddSeconds(-1), until), Merge(Acme, Now, until)));
        Assert.Equal(2, corporations.Select(corporation => Merge(corporation, Now, half)).Distinct().Count());
        Assert.Equal(0, merges.Count);
    }

    [Fact]
    public void It_keeps_a_bounded_number()
    {
        for (var number = 0; number < 3 * SharedMerges.MaxKept; number++) Merge(Acme, Now, Layer("system", """{"custom":{"a":1}}"""));

        Assert.InRange(merges.Count, 1, SharedMerges.MaxKept);
    }

    [Fact]
    public void What_is_superseded_is_let_go_of_and_what_is_kept_is_counted()
    {
        var (retail, food) = (Layer("industry:retail", "{}"), Layer("industry:food", "{}"));
        foreach (var version in Enumerable.Range(1, 5))
        {
            var system = Layer("system", $$$"""{"custom":{"a":"{{{new string('x', 1_000)}}}"}}""", version);
            Merge(Acme, Now, system, retail);
            Merge(Other, Now, system, food);
        }

        Assert.Equal(2, merges.Count);
        Assert.InRange(merges.Bytes, 2 * 6 * 1_000, 2 * 6 * 1_100);

        merges.Clear();
        Assert.Equal(0, merges.Bytes);
    }

    private string? Merge(CorporationId corporation, DateTimeOffset now, params ParsedLayer[] layers) =>
        merges.Merge(corporation, now, [.. layers]).Find("custom")?.GetRawText();

    private static ParsedLayer Layer(string scope, string json, params SettingsCondition[] conditions) => Layer(scope, json, 1, conditions);

    private static ParsedLayer Layer(string scope, string json, long version, params SettingsCondition[] conditions) =>
        new(new SettingsLayer(scope, version, SettingsDocument.Parse(json), Now, "tester", null) { Conditions = [.. conditions] });
}
