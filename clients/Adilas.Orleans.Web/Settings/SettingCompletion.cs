using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>A setting as the editor completes it.</summary>
/// <param name="Path">Names joined by dots; <c>*</c> stands for one name, whichever.</param>
/// <param name="Type"><c>boolean</c> for one; the editor needs no other.</param>
/// <param name="Values">What may be chosen.</param>
/// <param name="Default">As JSON; <c>null</c> for none.</param>
internal sealed record SettingCompletion(string Path, string Type, IReadOnlyList<string> Values, string? Default, string Rule, string Description)
{
    /// <summary>Those that a kind of layer may set.</summary>
    public static IReadOnlyList<SettingCompletion> Of(LayerKind layer) =>
    [
        .. SettingsCatalogue.Current.Entries.Where(entry => entry.Layers.Contains(layer)).Select(entry => new SettingCompletion(
            entry.Path, entry.Type is SettingType.Boolean ? "boolean" : "", entry.Values, entry.Default?.GetRawText(), entry.Rule, entry.Description)),
    ];
}
