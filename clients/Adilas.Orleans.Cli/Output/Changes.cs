using System.Text.Json;
using Adilas.Http;

namespace Adilas.Output;

/// <summary>Shows what changed, as <c>name: "Acme" → "Acme Foods"</c>.</summary>
internal static class Changes
{
    private const int MaxShown = 5;
    private const int MaxSideLength = 60;

    public static string Describe(JsonElement item)
    {
        var changes = item.Items("changes").ToList();
        var shown = changes.Take(MaxShown).Select(change => $"{change.Cell("path")}: {Side(change, "before")} → {Side(change, "after")}");
        return string.Join("; ", changes.Count > MaxShown ? shown.Append($"and {changes.Count - MaxShown} more") : shown);
    }

    private static string Side(JsonElement change, string side)
    {
        if (change.Member(side) is not { } value) return "nothing";

        var text = JsonText.Compact(value);
        return text.Length > MaxSideLength ? text[..MaxSideLength] + "…" : text;
    }
}
