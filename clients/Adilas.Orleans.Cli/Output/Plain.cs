using System.Globalization;
using System.Text;

namespace Adilas.Output;

/// <summary>
/// Keeps one value on one line and out of the terminal's control language: a name that a customer chose must not move
/// the cursor of the operator who lists it.
/// </summary>
internal static class Plain
{
    public static string Escape(string text)
    {
        if (!text.Any(NeedsEscape)) return text;

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text) Append(escaped, c);
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, char c)
    {
        if (!NeedsEscape(c)) escaped.Append(c);
        else if (c is '\\') escaped.Append(@"\\");
        else if (c is '\t') escaped.Append(@"\t");
        else if (c is '\n') escaped.Append(@"\n");
        else if (c is '\r') escaped.Append(@"\r");
        else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }

    private static bool NeedsEscape(char c) => c is '\\' || char.IsControl(c) || IsSeparatorOrTurnsText(c);

    /// <summary>Line and paragraph separators, and the marks that make text run backwards.</summary>
    private static bool IsSeparatorOrTurnsText(char c) => c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
