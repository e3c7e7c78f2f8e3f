using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Adilas.Settings.Catalogue;

/// <summary>The forms of texts that mean something.</summary>
internal static partial class TextForm
{
    public const int MaxUrlLength = 2000;
    private const int MaxEmailLength = 254;

    // The machine's own time zones differ from image to image, and a value that one silo takes must not be refused by the next.
    private static readonly FrozenSet<string> TimeZones = ReadTimeZones();

    public static bool IsColor(string text) => text.Length is 4 or 7 or 9 && text[0] == '#' && text.AsSpan(1).ContainsOnlyHex();

    public static bool IsTimeZone(string text) => TimeZones.Contains(text);

    public static bool IsLocale(string text) => LanguageTag().IsMatch(text);

    public static bool IsUrl(string text) =>
        text.Length <= MaxUrlLength && text.All(IsVisible)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0;

    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= MaxEmailLength && at > 0 && at < text.Length - 1 && text.LastIndexOf('@') == at && text.All(IsVisible);
    }

    private static bool IsVisible(char c) => !char.IsControl(c) && !char.IsWhiteSpace(c);

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiHexDigit(c)) return false;

        return true;
    }

    private static FrozenSet<string> ReadTimeZones()
    {
        using var reader = new StreamReader(CatalogueResource.Open("time-zones.txt"));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\z")]
    private static partial Regex LanguageTag();
}
