namespace Adilas.Settings.Drafts;

/// <summary>The only place that writes and reads the keys of drafts.</summary>
public static class SettingsDraftGrainFactory
{
    /// <summary>The type of the grain that makes and lists a layer's drafts.</summary>
    public const string ListType = "settings-drafts";

    private const string Separator = "/draft/";
    private const string ListEnding = "/drafts";

    public static ISettingsDraftsGrain SettingsDrafts(this IGrainFactory grains, ProfileScope scope) =>
        grains.GetGrain<ISettingsDraftsGrain>($"{scope.GrainKey}{ListEnding}");

    public static ISettingsDraftGrain SettingsDraft(this IGrainFactory grains, ProfileScope scope, SettingsDraftId id) =>
        grains.GetGrain<ISettingsDraftGrain>($"{scope.GrainKey}{Separator}{id}");

    public static ISettingsScheduleGrain SettingsSchedule(this IGrainFactory grains) =>
        grains.GetGrain<ISettingsScheduleGrain>("~dispatcher/settings");

    /// <exception cref="FormatException"><paramref name="key"/> is not a draft's.</exception>
    public static (ProfileScope Scope, SettingsDraftId Id) ReadDraftKey(string key)
    {
        var end = key.LastIndexOf(Separator, StringComparison.Ordinal);
        return end > 0
            ? (ProfileScope.FromGrainKey(key[..end]), SettingsDraftId.Parse(key[(end + Separator.Length)..]))
            : throw new FormatException($"'{key}' is not the key of a draft.");
    }

    /// <exception cref="FormatException"><paramref name="key"/> is not that of a layer's drafts.</exception>
    public static ProfileScope ReadDraftsKey(string key) => key.EndsWith(ListEnding, StringComparison.Ordinal)
        ? ProfileScope.FromGrainKey(key[..^ListEnding.Length])
        : throw new FormatException($"'{key}' is not the key of a layer's drafts.");
}
