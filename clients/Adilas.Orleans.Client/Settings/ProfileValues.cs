using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>Spreads a merged document out by path, so that reading a setting is one look-up.</summary>
internal static class ProfileValues
{
    public static Dictionary<string, ProfileValue> Of(ProfileMerge merge)
    {
        var values = new Dictionary<string, ProfileValue>(StringComparer.Ordinal);
        foreach (var (path, json) in merge.Nodes()) values[path] = new ProfileValue(json, SettingsCatalogue.Current.IsHard(path));
        return values;
    }
}
