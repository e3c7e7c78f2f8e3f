using System.Text.Json;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>The catalogue as the API shows it.</summary>
/// <param name="Version">Rises with every change of the catalogue; the ETag.</param>
/// <param name="Entries">In the order of their paths.</param>
internal sealed record CatalogueView(int Version, IReadOnlyList<CatalogueEntryView> Entries);

/// <summary>One setting that the catalogue knows.</summary>
/// <param name="Path">Names joined by dots; <c>*</c> stands for one name, whichever.</param>
/// <param name="Rule">What a value must be, in words.</param>
/// <param name="Unit">What a number counts.</param>
/// <param name="Values">What may be chosen; empty for other types.</param>
/// <param name="MaxLength">Of a text, or of each text in a list, in UTF-16 code units.</param>
/// <param name="Pattern">The name of the form that a text must have; the rule says it in words.</param>
/// <param name="Default">What holds when no layer sets it; <c>null</c> when nothing does.</param>
/// <param name="Hard">Whether no front end may serve it without knowing that it is current.</param>
/// <param name="Personal">Whether its value may tell something about a person.</param>
/// <param name="Approval">Whether a change needs a second person.</param>
/// <param name="Layers">Which kinds of layers may set it, in rising precedence.</param>
internal sealed record CatalogueEntryView(
    string Path,
    SettingType Type,
    string Rule,
    string? Unit,
    IReadOnlyList<string> Values,
    decimal? Minimum,
    decimal? Maximum,
    int? MaxLength,
    string? Pattern,
    int? MaxItems,
    JsonElement? Default,
    bool Hard,
    bool Personal,
    bool Approval,
    IReadOnlyList<LayerKind> Layers,
    string Description)
{
    public static CatalogueEntryView Of(CatalogueEntry it) => new(
        it.Path, it.Type, it.Rule, it.Unit, it.Values, it.Minimum, it.Maximum, it.MaxLength, it.Pattern, it.MaxItems, it.Default, it.IsHard,
        it.IsPersonal, it.NeedsApproval, it.Layers, it.Description);
}
