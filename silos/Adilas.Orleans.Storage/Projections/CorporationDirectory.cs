using System.Data.Common;
using System.Globalization;
using System.Text;
using Adilas.Paging;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>
/// Searches by index whatever is asked. A text that few corporations match is looked up among the words and the matches are sorted; one that
/// many match is tested corporation by corporation in the order of ids, which fills a page soon. Either way around alone is slow for the other.
/// </summary>
internal sealed class CorporationDirectory(IPlatformDatabase database) : ICorporationDirectory
{
    public const int MaxTextLength = 100;
    private const int MaxMatchesToSort = 2_000;

    // Sorts after every character: what starts with a text lies between it and it with this at its end.
    private const string Last = "\U0010FFFF";
    private const string Among = "word >= @from AND word < @to";

    public Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken)
    {
        if (query.Cursor is not null && !CorporationId.TryParse(query.Cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        if (query.Text?.Length > MaxTextLength)
            throw new RefusedException(Refusal.Invalid, "query-too-long", $"A search text has at most {MaxTextLength} characters.", "query");

        var hasText = !string.IsNullOrWhiteSpace(query.Text);
        var text = hasText ? SearchText.Fold(query.Text!) : null;
        if (text is { Length: 0 }) return Task.FromResult(new Page<CorporationSummary>([], null));
        return database.Read((connection, ct) => Search(connection, query, text, ct), cancellationToken);
    }

    private async Task<Page<CorporationSummary>> Search(DbConnection connection, CorporationQuery query, string? text, CancellationToken cancellationToken)
    {
        var limit = PageLimit.Check(query.Limit);
        await using var command = connection.CreateCommand();
        command.CommandText = await Statement(connection, query, text, cancellationToken);
        Bind(command, query, text);
        command.Add("@limit", limit + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<CorporationSummary>(limit + 1);
        while (await reader.ReadAsync(cancellationToken)) found.Add(ToSummary(reader));
        return new Page<CorporationSummary>([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Id.Value : null);
    }

    private async Task<string> Statement(DbConnection connection, CorporationQuery query, string? text, CancellationToken cancellationToken)
    {
        var statement = new StringBuilder(
            "SELECT CAST(d.grain_key AS CHAR), d.name, d.industry, d.kind, d.stack, d.mode, d.created_at FROM corporation_directory d");
        var isSorted = text is not null && await MatchesFew(connection, text, cancellationToken);
        if (isSorted)
            statement.Append(CultureInfo.InvariantCulture, $" JOIN (SELECT DISTINCT grain_key FROM corporation_word WHERE {Among}) w ON w.grain_key = d.grain_key");

        statement.Append(" WHERE d.grain_key > @after");
        if (query.Stack is not null) statement.Append(" AND d.stack = @stack");
        if (query.Mode is not null) statement.Append(" AND d.mode = @mode");
        if (query.Industry is not null) statement.Append(" AND d.industry = @industry");

        // As a value and not as EXISTS, which optimisers like to turn around.
        if (text is not null && !isSorted)
            statement.Append(CultureInfo.InvariantCulture, $" AND (SELECT 1 FROM corporation_word w WHERE w.grain_key = d.grain_key AND {Among} LIMIT 1) = 1");
        return statement.Append(" ORDER BY d.grain_key LIMIT @limit").ToString();
    }

    private async Task<bool> MatchesFew(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM (SELECT 1 FROM corporation_word WHERE {Among} LIMIT @limit) w";
        Bind(command, text);
        command.Add("@limit", MaxMatchesToSort + 1);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) <= MaxMatchesToSort;
    }

    private void Bind(DbCommand command, CorporationQuery query, string? text)
    {
        command.Add("@after", query.Cursor ?? "");
        if (query.Stack is { } stack) command.Add("@stack", stack.Value);
        if (query.Mode is { } mode) command.Add("@mode", (int)mode);
        if (query.Industry is { } industry) command.Add("@industry", industry);
        if (text is not null) Bind(command, text);
    }

    private void Bind(DbCommand command, string text)
    {
        var beginning = SearchText.Shorten(text);
        command.Add("@from", Key(beginning)).Add("@to", Key(beginning + Last));
    }

    private object Key(string text) => database.Dialect switch
    {
        SqlDialect.MySql => Encoding.UTF8.GetBytes(text),
        SqlDialect.Sqlite => text,
    };

    private static CorporationSummary ToSummary(DbDataReader reader) => new(
        CorporationId.Parse(reader.GetString(0)),
        reader.GetString(1),
        reader.GetString(2),
        Enum.Parse<CorporationKind>(reader.GetString(3)),
        StackId.Parse(reader.GetString(4)),
        (CorporationMode)reader.GetInt32(5),
        StoredTime.FromMicroseconds(reader.GetInt64(6)));
}
