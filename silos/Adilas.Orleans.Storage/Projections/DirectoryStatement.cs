using System.Data.Common;
using System.Text;
using Adilas.Platform;

namespace Adilas.Corporations;

/// <summary>Statements of the directory's search. A folded text lies among the words between itself and itself with the last character at its end.</summary>
internal sealed class DirectoryStatement
{
    private const string Among = "word >= @from AND word < @to";
    private const string Last = "\U0010FFFF";

    private readonly List<(string Name, object Value)> parameters = [];

    private DirectoryStatement(string text) => Text = text;

    public string Text { get; private set; }

    /// <summary>Counts words that start with a text, as far as <paramref name="limit"/>.</summary>
    public static DirectoryStatement Count(string folded, int limit, SqlDialect dialect)
    {
        var statement = new DirectoryStatement($"SELECT COUNT(*) FROM (SELECT 1 FROM corporation_word WHERE {Among} LIMIT @limit) w");
        statement.AddWords(folded, dialect);
        statement.parameters.Add(("@limit", limit));
        return statement;
    }

    /// <summary>A page in the order of ids.</summary>
    /// <param name="folded">What the id, the name or a word of it starts with; <c>null</c> for any.</param>
    /// <param name="isRare">Whether to look the text up and sort what matches, or to test corporations one by one until the page is full.</param>
    public static DirectoryStatement Page(CorporationQuery query, string? folded, bool isRare, int limit, SqlDialect dialect)
    {
        var statement = new DirectoryStatement(
            "SELECT CAST(d.grain_key AS CHAR), d.name, d.industry, d.kind, d.stack, d.mode, d.created_at FROM corporation_directory d");
        if (folded is not null && isRare)
            statement.Text += $" JOIN (SELECT DISTINCT grain_key FROM corporation_word WHERE {Among}) w ON w.grain_key = d.grain_key";

        statement.Text += " WHERE d.grain_key > @after";
        statement.parameters.Add(("@after", query.Cursor ?? ""));
        if (query.Stack is { } stack) statement.And("d.stack = @stack", "@stack", stack.Value);
        if (query.Mode is { } mode) statement.And("d.mode = @mode", "@mode", (int)mode);
        if (query.Industry is { } industry) statement.And("d.industry = @industry", "@industry", industry);

        // As a value and not as EXISTS, which optimisers like to turn around.
        if (folded is not null && !isRare)
            statement.Text += $" AND (SELECT 1 FROM corporation_word w WHERE w.grain_key = d.grain_key AND {Among} LIMIT 1) = 1";
        if (folded is not null) statement.AddWords(folded, dialect);
        statement.Text += " ORDER BY d.grain_key LIMIT @limit";
        statement.parameters.Add(("@limit", limit));
        return statement;
    }

    public DbCommand On(DbConnection connection, string prefix = "")
    {
        var command = connection.CreateCommand();
        command.CommandText = prefix + Text;
        foreach (var (name, value) in parameters) command.Add(name, value);
        return command;
    }

    private void And(string condition, string name, object value)
    {
        Text += $" AND {condition}";
        parameters.Add((name, value));
    }

    private void AddWords(string folded, SqlDialect dialect)
    {
        var beginning = SearchText.Shorten(folded);
        parameters.Add(("@from", Key(beginning, dialect)));
        parameters.Add(("@to", Key(beginning + Last, dialect)));
    }

    private static object Key(string text, SqlDialect dialect) => dialect switch
    {
        SqlDialect.MySql => Encoding.UTF8.GetBytes(text),
        SqlDialect.Sqlite => text,
    };
}
