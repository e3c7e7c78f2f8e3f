using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>What the document, locks and conditions of a layer have to be.</summary>
internal static class SettingsRules
{
    private const int MaxValueLength = 64 * 1024;

    /// <returns>The locks in ordinal order, or <c>null</c> for none.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public static IReadOnlyList<string>? Locks(ImmutableArray<string> locks)
    {
        if (locks.Length > SettingsLayer.MaxLocks) throw Invalid("locks-too-many", $"A layer has at most {SettingsLayer.MaxLocks} locks.", "locks");
        foreach (var path in locks) SettingsPath.Split(path, "locks");
        return locks.IsEmpty ? null : [.. locks.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <returns>The conditions with canonical values and times in UTC, or <c>null</c> for none.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public static IReadOnlyList<SettingsCondition>? Conditions(ImmutableArray<SettingsCondition> conditions)
    {
        if (conditions.Length > SettingsCondition.MaxCount)
            throw Invalid("conditions-too-many", $"A layer has at most {SettingsCondition.MaxCount} conditions.", "conditions");
        if (conditions.Sum(condition => (long)condition.Value.Length) > MaxValueLength)
            throw Invalid("conditions-too-large", $"The values of a layer's conditions have at most {MaxValueLength / 1024} KiB together.", "conditions");
        return conditions.IsEmpty ? null : [.. conditions.Select((condition, index) => Checked(condition, $"conditions[{index}]"))];
    }

    /// <summary>Holds what changes in a layer against the catalogue; what stays was taken once.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: the first thing that it does not take, with its path as the field.</exception>
    public static void Check(LayerKind layer, SettingsProfileState edited, SettingsProfileState before)
    {
        var catalogue = SettingsCatalogue.Current;
        catalogue.Check(layer, edited.Document!, before.Document);
        foreach (var path in (edited.Locks ?? []).Except(before.Locks ?? [])) catalogue.CheckLock(layer, path);
        foreach (var condition in (edited.Conditions ?? []).Except(before.Conditions ?? []))
            catalogue.CheckValue(layer, condition.Path, JsonElement.Parse(condition.Value));
    }

    private static SettingsCondition Checked(SettingsCondition condition, string field)
    {
        condition.Check(field);
        return condition with
        {
            Value = MergePatch.Value(condition.Value),
            From = condition.From?.ToUniversalTime(),
            Until = condition.Until?.ToUniversalTime(),
        };
    }

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
