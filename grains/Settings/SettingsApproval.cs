using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Adilas.Storage;

namespace Adilas.Settings;

/// <summary>Finds what of a change needs a second person's consent, as the catalogue says.</summary>
internal static class SettingsApproval
{
    /// <summary>
    /// The changed paths of the document, the locks and the conditions that do, in ordinal order. Whoever masks, locks or sets what stands above a
    /// setting changes that setting, too.
    /// </summary>
    public static IReadOnlyList<string> Paths(SettingsProfileState before, SettingsProfileState after)
    {
        var catalogue = SettingsCatalogue.Current;
        var values = JsonDifference.Between(before.Document?.Json ?? "{}", after.Document?.Json ?? "{}", int.MaxValue)
            .Select(change => change.Path.Split('[')[0]);
        var locks = Differing(before.Locks, after.Locks);

        // Of several conditions the last holds, so their order counts.
        var (earlier, later) = (Sensitive(before.Conditions), Sensitive(after.Conditions));
        var conditions = earlier.SequenceEqual(later) ? [] : earlier.Concat(later).Select(condition => condition.Path);
        return [.. values.Concat(locks).Concat(conditions).Where(catalogue.NeedsApproval).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>.</exception>
    public static void Check(ProfileScope scope, IReadOnlyList<string> paths)
    {
        if (paths is not [var path, ..]) return;
        throw new RefusedException(
            Refusal.Conflict,
            "approval-required",
            $"A change of '{path}' in the layer {scope} needs a second person: it takes a draft, and another who approves that.",
            path);
    }

    private static List<SettingsCondition> Sensitive(IReadOnlyList<SettingsCondition>? conditions) =>
        [.. (conditions ?? []).Where(condition => SettingsCatalogue.Current.NeedsApproval(condition.Path))];

    private static IEnumerable<T> Differing<T>(IReadOnlyList<T>? before, IReadOnlyList<T>? after) =>
        (before ?? []).Except(after ?? []).Concat((after ?? []).Except(before ?? []));
}
