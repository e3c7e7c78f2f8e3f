using System.Text;

namespace Adilas.Databases;

/// <summary>Cuts SQL into statements and lists into items, aware of strings, quoted names, comments and parentheses.</summary>
public static class SqlReader
{
    /// <summary>The statements without comments. Text behind the last semicolon is a statement too.</summary>
    /// <param name="problem">Makes what is thrown, of a line and a rule.</param>
    public static IEnumerable<(string Text, int Line)> Split(string script, Func<int, string, Exception> problem)
    {
        var statement = new StringBuilder();
        var (line, start, length) = (1, 1, 0);
        for (var i = 0; i < script.Length; i += length)
        {
            length = TokenLength(script, i, rule => problem(line, rule));
            if (script[i] is ';')
            {
                if (Trimmed(statement) is { } whole) yield return (whole, start);
                statement.Clear();
            }
            else if (IsBlank(script, i))
            {
                if (statement.Length > 0) statement.Append(script[i] is '\n' ? '\n' : ' ');
            }
            else
            {
                if (statement.Length == 0) start = line;
                statement.Append(script, i, length);
            }

            line += script.AsSpan(i, length).Count('\n');
        }

        if (Trimmed(statement) is { } rest) yield return (rest, start);
    }

    /// <summary>The items of a list, cut at commas that stand outside parentheses and quotes.</summary>
    internal static IEnumerable<string> Items(string list)
    {
        var (depth, from) = (0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            switch (list[i])
            {
                case '\'' or '`':
                    i = list.IndexOf(list[i], i + 1);
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return list[from..i].Trim();
                    from = i + 1;
                    break;
            }
        }

        yield return list[from..].Trim();
    }

    /// <summary>How long the comment or quotation is that starts here; 1 for everything else.</summary>
    private static int TokenLength(string script, int i, Func<string, Exception> problem)
    {
        if (IsComment(script, i))
        {
            var isLine = script[i] is '-';
            var end = script.IndexOf(isLine ? "\n" : "*/", i + 2, StringComparison.Ordinal);
            if (end < 0 && !isLine) throw problem("a comment is not closed");
            return (end < 0 ? script.Length : isLine ? end : end + 2) - i;
        }

        if (script[i] is '"') throw problem("no double quotes: strings are in single ones, names in none or in backticks");
        if (script[i] is not ('\'' or '`')) return 1;

        var close = script.IndexOf(script[i], i + 1);
        if (close < 0) throw problem("a quote is not closed");
        if (script.AsSpan(i, close - i).Contains('\\')) throw problem("no backslashes in strings: servers disagree about them");
        return close - i + 1;
    }

    private static bool IsBlank(string script, int i) => char.IsWhiteSpace(script[i]) || IsComment(script, i);

    private static bool IsComment(string script, int i) =>
        string.CompareOrdinal(script, i, "--", 0, 2) == 0 || string.CompareOrdinal(script, i, "/*", 0, 2) == 0;

    private static string? Trimmed(StringBuilder text) => text.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
