using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Adilas.Refusals;

namespace Adilas.Databases;

/// <summary>
/// A recipe's SQL, in the small language that MySQL, MariaDB and SQLite share (<c>docs/recipes.md</c>). It runs once in each database.
/// </summary>
/// <param name="Name">Its path in the recipes folder; what is remembered in the database.</param>
/// <param name="Hash">SHA-256 of its text in hexadecimal: a script that ran may not change.</param>
public sealed record SqlScript(string Name, string Hash, ImmutableArray<SqlStatement> Statements)
{
    /// <summary>Starts the primary key of every table.</summary>
    public const string OwnerColumn = "corporation_id";

    public const int MaxNameLength = 120;
    public const int MaxBytes = 1024 * 1024;

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>sql-script</c>: script, line and rule.</exception>
    public static SqlScript Parse(string name, string text)
    {
        if (name.Length is 0 or > MaxNameLength || !name.All(char.IsAscii) || name.Any(c => char.IsControl(c) || c is '\\'))
            throw Problem(name, 0, $"a script's name is 1 to {MaxNameLength} ASCII characters, none of them a backslash");
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes) throw Problem(name, 0, $"a script has at most {MaxBytes} bytes");

        var statements = SqlReader.Split(text, (line, rule) => Problem(name, line, rule))
            .Select(piece => SqlRules.Read(piece.Text, piece.Line, rule => Problem(name, piece.Line, rule)))
            .ToImmutableArray();
        if (statements.IsEmpty) throw Problem(name, 0, "a script has at least one statement");

        // A checkout with other line ends is the same script.
        var normal = text.ReplaceLineEndings("\n");
        return new SqlScript(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal))), statements);
    }

    private static RefusedException Problem(string name, int line, string rule) => new(
        Refusal.Invalid, "sql-script", line > 0 ? $"{name}, line {line}: {rule}." : $"{name}: {rule}.", "scripts");
}
