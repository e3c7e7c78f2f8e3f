using System.Text;

namespace Adilas.Objects;

/// <summary>
/// Turns keys into relative paths and back. Each part of a key becomes a folder, the last one a file whose name ends in <c>=</c>.
/// Bytes other than lower-case letters, digits, <c>-</c>, <c>_</c> and <c>.</c> (not leading) are written <c>%41</c>, so names stay
/// apart on file systems that fold case and nothing climbs out of the bucket. A long part is cut; folders of cut parts end in <c>+</c>.
/// </summary>
internal static class FolderNames
{
    public const char FileMark = '=';

    private const char CutMark = '+';
    private const int MaxNameLength = 200;

    public static string PathOf(string key)
    {
        var parts = key.Split('/');
        var names = parts.SelectMany((part, index) => NamesOf(part, isLast: index == parts.Length - 1));
        return string.Join(Path.DirectorySeparatorChar, names);
    }

    /// <summary>How much of a key a file or folder adds to that of its parent; <c>null</c> for names that are not ours.</summary>
    public static string? TextOf(string name, bool isFolder)
    {
        if (isFolder) return name.EndsWith(CutMark) ? Unescape(name[..^1]) : Unescape(name) is { } part ? part + '/' : null;
        return name.EndsWith(FileMark) ? Unescape(name[..^1]) : null;
    }

    private static IEnumerable<string> NamesOf(string part, bool isLast)
    {
        var name = new StringBuilder();
        foreach (var rune in part.EnumerateRunes())
        {
            var escaped = Escape(rune, isFirst: name.Length == 0);
            if (name.Length + escaped.Length > MaxNameLength)
            {
                yield return name.Append(CutMark).ToString();
                name.Clear();
                escaped = Escape(rune, isFirst: true);
            }

            name.Append(escaped);
        }

        yield return isLast ? name.Append(FileMark).ToString() : name.ToString();
    }

    private static string Escape(Rune rune, bool isFirst)
    {
        var isPlain = rune.IsAscii && (char.IsAsciiLetterLower((char)rune.Value) || char.IsAsciiDigit((char)rune.Value)
            || rune.Value is '-' or '_' || (rune.Value is '.' && !isFirst));
        if (isPlain) return rune.ToString();

        Span<byte> bytes = stackalloc byte[4];
        var escaped = new StringBuilder();
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) escaped.Append('%').Append(Convert.ToHexString([value]));
        return escaped.ToString();
    }

    private static string? Unescape(string name)
    {
        var text = Uri.UnescapeDataString(name);
        return text.Contains('/') || text.Length == 0 ? null : text;
    }
}
