using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Adilas.Databases;

/// <summary>What a recipe's statement may say, so that it means the same on every server and keeps corporations apart.</summary>
internal static partial class SqlRules
{
    public static SqlStatement Read(string text, int line, Func<string, Exception> problem)
    {
        if (Quoted().Replace(text, "''").AsSpan().ContainsAny('@', '#', '?'))
            throw problem("no '@', '#' or '?' outside of strings: some drivers take them for parameters or comments");
        if (CreateTable().Match(text) is { Success: true } table)
            return new SqlStatement(text, line, SqlStatementKind.Repeatable, ReadTable(table, problem));
        if (AnyCreateTable().IsMatch(text))
            throw problem("a table is created with CREATE TABLE IF NOT EXISTS name ( … ), without options behind it");
        if (DropIfExists().IsMatch(text)) return new SqlStatement(text, line, SqlStatementKind.Repeatable, Table: null);
        if (Definition().IsMatch(text)) return new SqlStatement(text, line, SqlStatementKind.Definition, Table: null);
        if (Rows().IsMatch(text)) return new SqlStatement(text, line, SqlStatementKind.Rows, Table: null);
        throw problem($"'{text.Split(default(char[]?), 2)[0]}' does not start a statement that a recipe may use");
    }

    private static SqlTable ReadTable(Match match, Func<string, Exception> problem)
    {
        var name = match.Groups["name"].Value;
        var items = SqlReader.Items(match.Groups["body"].Value).ToList();
        if (items.Any(item => item.Length == 0)) throw problem($"table {name} has an empty item between commas");

        var indexes = items.Select(item => Index().Match(item)).Where(index => index.Success)
            .Select(index => new SqlIndex(index.Groups["name"].Value, index.Groups["columns"].Value.Trim(), index.Groups["unique"].Success))
            .ToImmutableArray();
        var body = items.Where(item => !Index().IsMatch(item)).ToImmutableArray();

        if (body.FirstOrDefault(item => Key().IsMatch(item)) is { } key)
            throw problem($"table {name}: '{key}' is written INDEX name (columns)");
        if (body.FirstOrDefault(item => Option().IsMatch(item)) is { } option)
            throw problem($"table {name}: not every server knows '{option}'");
        if (!body.Any(item => OwnedPrimaryKey().IsMatch(item)))
            throw problem($"the primary key of table {name} starts with {SqlScript.OwnerColumn}");
        if (indexes.FirstOrDefault(index => !OwnedColumns().IsMatch(index.Columns)) is { } foreign)
            throw problem($"index {foreign.Name} of table {name} starts with {SqlScript.OwnerColumn}");
        if (body.FirstOrDefault(item => Constraint().IsMatch(item) && !OwnedConstraint().IsMatch(item)) is { } constraint)
            throw problem($"table {name}: '{constraint}' starts with {SqlScript.OwnerColumn}, or corporations would meet in it");
        return new SqlTable(name, body, indexes);
    }

    private const RegexOptions Style = RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^CREATE\s+TABLE\s+IF\s+NOT\s+EXISTS\s+(?<name>[a-z][a-z0-9_]{0,47})\s*\((?<body>.*)\)$", Style)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^CREATE\s+(TEMPORARY\s+)?TABLE\b", Style)]
    private static partial Regex AnyCreateTable();

    [GeneratedRegex(@"^DROP\s+(TABLE|VIEW)\s+IF\s+EXISTS\b", Style)]
    private static partial Regex DropIfExists();

    [GeneratedRegex(@"^(ALTER\s+TABLE|CREATE\s+VIEW|CREATE\s+(UNIQUE\s+)?INDEX|DROP\s+TABLE|DROP\s+VIEW)\b", Style)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(INSERT|UPDATE|DELETE|REPLACE)\b", Style)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^(?<unique>UNIQUE\s+)?INDEX\s+(?<name>[a-z][a-z0-9_]*)\s*\((?<columns>[^()]*)\)$", Style)]
    private static partial Regex Index();

    [GeneratedRegex(@"^((UNIQUE\s+)?(KEY|INDEX)|FULLTEXT|SPATIAL)\b", Style)]
    private static partial Regex Key();

    [GeneratedRegex(@"\b(AUTO_INCREMENT|AUTOINCREMENT|CHARACTER\s+SET|COLLATE|ENUM|ON\s+UPDATE|UNSIGNED|GENERATED|COMMENT)\b", Style)]
    private static partial Regex Option();

    [GeneratedRegex(@"\b(UNIQUE|REFERENCES)\b", Style)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^(CONSTRAINT\s+\w+\s+)?(UNIQUE|FOREIGN\s+KEY)\s*\(\s*corporation_id\b", Style)]
    private static partial Regex OwnedConstraint();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^PRIMARY\s+KEY\s*\(\s*corporation_id\b", Style)]
    private static partial Regex OwnedPrimaryKey();

    [GeneratedRegex(@"^corporation_id\b", Style)]
    private static partial Regex OwnedColumns();
}
