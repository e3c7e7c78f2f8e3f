using System.Text.Json;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>Finds the settings of a profile that a person looks for.</summary>
internal static class EffectiveSettings
{
    /// <summary>Nobody reads more at once, and each costs the merge once more.</summary>
    public const int MaxShown = 300;

    /// <param name="search">Words that must all stand in the path or in what the catalogue says about it.</param>
    /// <param name="kind">The kind of the layer whose value must hold, such as <c>plan</c>, or <see cref="ProfileMerge.Defaults"/>.</param>
    /// <returns>In the order of their paths; one more than <see cref="MaxShown"/> when there are more.</returns>
    public static IReadOnlyList<EffectiveSetting> Find(SeenProfile profile, string? search, string? kind)
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. Paths(profile)
                .Select(it => (it.Path, it.Value, Entry: SettingsCatalogue.Current.Find(it.Path)))
                .Where(it => !IsPersonOnly(it.Entry) && words.All(word => Has(it.Path, it.Entry, word)))
                .Select(it => Of(profile, it.Path, it.Value, it.Entry))
                .Where(it => string.IsNullOrEmpty(kind) || LayerNames.KindOf(it.Source) == kind)
                .OrderBy(it => it.Path, StringComparer.Ordinal)
                .Take(MaxShown + 1),
        ];
    }

    /// <summary>What was known last, lease or no lease: a person is told its age, and whoever is editing must not lose the page.</summary>
    public static EffectiveSetting Of(Profile profile, string path) => Of(
        SeenProfile.Of(profile), path, profile.Explain(path).Value, SettingsCatalogue.Current.Find(path));

    private static EffectiveSetting Of(SeenProfile profile, string path, JsonElement? value, CatalogueEntry? entry) =>
        new(path, value, profile.Explain(path).Source, profile.LockedBy(path), entry);

    /// <summary>Every path that has a value, and those that the catalogue knows and nobody has set.</summary>
    private static IEnumerable<(string Path, JsonElement? Value)> Paths(SeenProfile profile)
    {
        var values = JsonLeaves.Of(profile.Values).ToDictionary(leaf => leaf.Path, leaf => (JsonElement?)leaf.Value, StringComparer.Ordinal);
        var unset = SettingsCatalogue.Current.Entries
            .Where(entry => !entry.HasWildcard && !values.ContainsKey(entry.Path) && !(profile.LeavesOutHard && entry.IsHard));
        return values.Select(it => (it.Key, it.Value)).Concat(unset.Select(entry => (entry.Path, (JsonElement?)null)));
    }

    private static bool Has(string path, CatalogueEntry? entry, string word) =>
        path.Contains(word, StringComparison.OrdinalIgnoreCase) || entry?.Description.Contains(word, StringComparison.OrdinalIgnoreCase) is true;

    // Such settings follow a person, and mean nothing in a corporation's profile.
    private static bool IsPersonOnly(CatalogueEntry? entry) => entry is not null && entry.Layers.All(kind => kind is LayerKind.Person);
}
