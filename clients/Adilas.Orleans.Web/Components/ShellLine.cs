using System.Text;

namespace Adilas.Components;

/// <summary>Writes the command that does the same as a button, ready to be pasted into a shell.</summary>
internal static class ShellLine
{
    private const string Program = "adilas";

    /// <summary>The words of one command; <c>null</c> ones are left out with nothing in their place.</summary>
    public static string Of(params ReadOnlySpan<string?> words)
    {
        var line = new StringBuilder(Program);
        foreach (var word in words)
            if (word is not null) line.Append(' ').Append(Quote(word));
        return line.ToString();
    }

    /// <summary>An option with its value, or nothing when there is none.</summary>
    public static string?[] Option(string name, string? value) => string.IsNullOrWhiteSpace(value) ? [] : [name, value];

    /// <summary>One word that a shell reads as it is, whatever is in it.</summary>
    // Everything stands for itself between single quotes, except the quote.
    public static string Quote(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '@' or '+' or ',';
}
