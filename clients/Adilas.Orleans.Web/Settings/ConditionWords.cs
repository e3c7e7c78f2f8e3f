using System.Globalization;
using Adilas.Components;

namespace Adilas.Settings;

internal static class ConditionWords
{
    /// <summary>When and for whom it applies: <c>25 % of corporations, until 2026-05-01 00:00:00 UTC</c>.</summary>
    public static string Describe(SettingsCondition it) => string.Join(", ", Parts(it));

    private static IEnumerable<string> Parts(SettingsCondition it)
    {
        if (it.Share is { } share) yield return string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} % of corporations");
        if (it.From is { } from) yield return $"from {PageTime.Utc(from)}";
        if (it.Until is { } until) yield return $"until {PageTime.Utc(until)}";
    }
}
