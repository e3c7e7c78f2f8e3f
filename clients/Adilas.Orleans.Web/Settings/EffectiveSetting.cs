using System.Text.Json;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>One setting as it holds for a corporation, for a line in a table.</summary>
/// <param name="Value"><c>null</c>: nothing is set there.</param>
/// <param name="Source">The layer whose value holds; <c>null</c> when none does.</param>
/// <param name="LockedBy">The layer whose lock keeps all higher layers from it.</param>
/// <param name="Entry"><c>null</c> for what the catalogue does not know.</param>
internal sealed record EffectiveSetting(string Path, JsonElement? Value, string? Source, string? LockedBy, CatalogueEntry? Entry)
{
    /// <summary>What the table is grouped by: the first name of the path.</summary>
    public string Group => Path.Split(SettingsPath.Separator)[0];
}
