using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Adilas.Databases;

namespace Adilas.Jobs.Sql;

/// <summary>What an <c>sql</c> job runs, read and checked.</summary>
internal sealed partial record SqlPayload(ImmutableArray<(string Text, int Line)> Statements, TimeSpan Timeout)
{
    public const int MaxScriptLength = 60 * 1024;
    public const int MaxStatements = 100;
    public const int MaxTimeoutSeconds = 3_600;
    private const int DefaultTimeoutSeconds = 60;

    public static SqlPayload Read(JsonElement payload)
    {
        var fields = PayloadFields.Of(payload, "script", "timeoutSeconds");
        var statements = SqlReader.Split(fields.Text("script", MaxScriptLength), Problem).ToImmutableArray();
        if (statements.Length is 0 or > MaxStatements) throw PayloadFields.Problem("script", $"has 1 to {MaxStatements} statements");

        foreach (var (text, line) in statements) Check(Quoted().Replace(text, "''"), line);
        return new SqlPayload(
            statements, TimeSpan.FromSeconds(fields.Number("timeoutSeconds", 1, MaxTimeoutSeconds, DefaultTimeoutSeconds)));
    }

    private static void Check(string text, int line)
    {
        if (text.Contains('#')) throw Problem(line, "no '#' outside of strings: some servers take it for a comment");
        if (Transaction().IsMatch(text)) throw Problem(line, "the script is one transaction already, and neither begins nor ends any");
    }

    private static Exception Problem(int line, string rule) => PayloadFields.Problem("script", $"breaks a rule in line {line}: {rule}");

    [GeneratedRegex("'[^']*'|`[^`]*`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(BEGIN|START|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|XA|LOCK|UNLOCK)\b|\bAUTOCOMMIT\b", RegexOptions.IgnoreCase)]
    private static partial Regex Transaction();
}
