using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Adilas.Settings.Catalogue;

/// <summary>The catalogue as a page of the documentation.</summary>
internal static class CataloguePage
{
    private const string Introduction = """
        # The settings catalogue

        Every setting that the platform knows, written by a test from `grain-interfaces/Settings/Catalogue/catalogue.json`: do not edit this page. It is served
        at `GET /api/v1/settings-catalogue`; `adilas settings catalogue` lists it, and `adilas settings validate FILE --layer KIND` checks a document.

        - A value must keep the rule of its setting. `null` may stand wherever a value may, and masks what lower layers set.
        - `*` stands for one name, whichever. A name has 1 to 100 characters without a dot or control character, and is neither `*` nor `__proto__`.
        - What is not listed here stands under `custom`, where any JSON goes: `custom.till.printer`.
        - **hard**: no front end serves it without knowing that it is current. **approval**: a change needs a second person. **personal**: it may tell
          something about a person.
        - *Set by* names the kinds of layers that may set, mask and lock it, in rising precedence: system, industry, theme, plan, stack, corporation, role, user.
          `person` follows a person everywhere and is part of no corporation's profile.
        - A refusal names path, rule and layer, and has one of these codes: `setting-unknown`, `setting-type`, `setting-bounds`, `setting-layer`,
          `setting-name`. Only what a write changes is checked: what an older catalogue took stays until somebody changes it.

        """;

    public static string Of(SettingsCatalogue catalogue)
    {
        var page = new StringBuilder(Introduction).Append('\n');
        page.Append(CultureInfo.InvariantCulture, $"Version {catalogue.Version}, {catalogue.Entries.Length} settings.\n");
        foreach (var area in catalogue.Entries.GroupBy(entry => entry.Path.Split('.')[0]))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n| Setting | Meaning | Rule | Default | Set by |\n|---|---|---|---|---|\n");
            foreach (var entry in area) page.Append(Row(entry));
        }

        return page.ToString();
    }

    private static string Row(CatalogueEntry entry)
    {
        var unit = entry.Unit is null ? "" : $", {entry.Unit}";
        var flags = string.Concat(
            new[] { (entry.IsHard, "hard"), (entry.NeedsApproval, "approval"), (entry.IsPersonal, "personal") }
                .Where(flag => flag.Item1).Select(flag => $" **{flag.Item2}**"));
        var value = entry.Default is { } given ? $"`{given.GetRawText()}`" : "";
        return $"| `{entry.Path}` | {entry.Description}{flags} | {entry.Rule}{unit} | {value} | {Layers(entry)} |\n";
    }

    private static string Layers(CatalogueEntry entry)
    {
        var names = entry.Layers.Select(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())).ToList();
        var isRange = names.Count > 2 && entry.Layers[^1] - entry.Layers[0] == names.Count - 1;
        return isRange ? $"{names[0]} to {names[^1]}" : string.Join(", ", names);
    }
}
