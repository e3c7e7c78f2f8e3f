using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Adilas.Settings.Catalogue;

/// <summary>The data themselves: each entry is whole, and all of them together make one tree.</summary>
public sealed partial class CatalogueDataTests
{
    private static readonly CatalogueEntry[] Entries = [.. SettingsCatalogue.Current.Entries];

    private static readonly SettingType[] Numbers = [SettingType.Integer, SettingType.Number];
    private static readonly SettingType[] Texts = [SettingType.String, SettingType.StringList];
    private static readonly SettingType[] Choices = [SettingType.Enum, SettingType.EnumList];
    private static readonly SettingType[] Lists = [SettingType.StringList, SettingType.EnumList];

    [Fact]
    public void There_are_many_and_none_twice_in_the_order_of_their_paths()
    {
        var paths = Entries.Select(entry => entry.Path).ToList();
        Assert.True(paths.Count >= 60);
        Assert.Equal(paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), paths);
        Assert.True(SettingsCatalogue.Current.Version >= 1);
    }

    /// <summary>Hosts of two releases tell by the version whether they have the same catalogue: whoever changes the data raises it, and says here what it holds.</summary>
    [Fact]
    public void A_version_is_never_given_to_other_data()
    {
        using var stream = typeof(SettingsCatalogue).Assembly.GetManifestResourceStream(
            typeof(SettingsCatalogue).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("catalogue.json", StringComparison.Ordinal)))!;
        var data = JsonNode.Parse(stream)!.AsObject();
        data.Remove("version");

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.ToJsonString())));
        Assert.Equal("version 2 is 46e17547903b97c7", $"version {SettingsCatalogue.Current.Version} is {hash[..16]}");
    }

    [Fact]
    public void Every_path_leads_to_its_entry_alone()
    {
        Assert.All(Entries, entry =>
        {
            Assert.Matches(PathForm(), entry.Path);
            Assert.NotEqual(SettingsCatalogue.Custom, entry.Path.Split('.')[0]);
            Assert.Same(entry, SettingsCatalogue.Current.Find(entry.Path));
            Assert.DoesNotContain(Entries, other => other.Path.StartsWith($"{entry.Path}.", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Where_any_name_may_stand_no_name_is_given()
    {
        foreach (var parent in Entries.SelectMany(Steps).Distinct().GroupBy(step => step.Parent, step => step.Name))
            if (parent.Contains(CatalogueEntry.Wildcard)) Assert.Single(parent);
    }

    [Fact]
    public void Every_entry_says_in_a_sentence_what_it_is_and_who_may_set_it() => Assert.All(Entries, entry =>
    {
        Assert.EndsWith(".", entry.Description, StringComparison.Ordinal);
        Assert.True(char.IsUpper(entry.Description[0]));
        Assert.InRange(entry.Description.Length, 15, 120);
        Assert.NotEmpty(entry.Layers);
        Assert.Equal(entry.Layers.Distinct().Order(), entry.Layers);
        Assert.Equal(entry.Path.StartsWith("cafe.", StringComparison.Ordinal), entry.Layers.Contains(LayerKind.Person));
        if (entry.Layers.Contains(LayerKind.Person)) Assert.Single(entry.Layers);
    });

    [Fact]
    public void Every_entry_has_the_bounds_of_its_type_and_no_others() => Assert.All(Entries, entry =>
    {
        Assert.Equal(Numbers.Contains(entry.Type), entry.Minimum < entry.Maximum);
        Assert.Equal(Numbers.Contains(entry.Type), entry.Minimum is not null || entry.Maximum is not null);
        Assert.Equal(Texts.Contains(entry.Type) && entry.Pattern is not ("country" or "currency" or "time"), entry.MaxLength is > 0);
        Assert.Equal(Choices.Contains(entry.Type), entry.Values.Length > 1);
        Assert.Equal(Lists.Contains(entry.Type), entry.MaxItems is > 0);
        Assert.True(entry.Unit is null || Numbers.Contains(entry.Type));
        Assert.True(entry.Pattern is null || (Texts.Contains(entry.Type) && CataloguePattern.All.ContainsKey(entry.Pattern)));
        Assert.Equal(entry.Values.Distinct(), entry.Values);
    });

    [Fact]
    public void Every_default_keeps_the_rule_and_stands_where_no_wildcard_is() => Assert.All(Entries, entry =>
    {
        if (entry.Default is not { } value) return;
        Assert.False(entry.HasWildcard);
        Assert.Null(ValueRule.Broken(entry, value));
        Assert.Contains($"\"{entry.Path.Split('.')[^1]}\":", SettingsCatalogue.Current.Defaults.Json, StringComparison.Ordinal);
    });

    [Fact]
    public void Nobody_sets_their_own_permissions()
    {
        var permissions = SettingsCatalogue.Current.Find("permissions")!;
        Assert.Equal((SettingType.StringList, true), (permissions.Type, permissions.IsHard));
        Assert.Equal(Enumerable.Range((int)LayerKind.System, 1 + (int)LayerKind.Role).Select(kind => (LayerKind)kind), permissions.Layers);
    }

    private static IEnumerable<(string Parent, string Name)> Steps(CatalogueEntry entry)
    {
        var names = entry.Path.Split('.');
        return names.Select((name, index) => (string.Join('.', names[..index]), name));
    }

    [GeneratedRegex(@"^[a-z][A-Za-z]*(\.([a-z][A-Za-z]*|\*))*\z")]
    private static partial Regex PathForm();
}
