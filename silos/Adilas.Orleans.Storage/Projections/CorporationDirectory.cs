using System.Data.Common;
using System.Globalization;
using Adilas.Paging;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>
/// Searches by index whatever is asked. A text that few corporations match is looked up among the words and the matches are sorted; one that
/// many match is tested corporation by corporation in the order of ids, which fills a page soon. Either way alone is slow for the other.
/// </summary>
internal sealed class CorporationDirectory(IPlatformDatabase database) : ICorporationDirectory
{
    public const int MaxTextLength = 100;
    private const int MaxMatchesToSort = 2_000;

    public Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken)
    {
        if (query.Cursor is not null && !CorporationId.TryParse(query.Cursor, out _))
            throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
        if (query.Text?.Length > MaxTextLength)
            throw new RefusedException(Refusal.Invalid, "query-too-long", $"A search text has at most {MaxTextLength} characters.", "query");

        var text = string.IsNullOrWhiteSpace(query.Text) ? null : SearchText.Fold(query.Text);
        return text is { Length: 0 }
            ? Task.FromResult(new Page<CorporationSummary>([], null)) // no letter and no digit: nothing starts with it
            : database.Read((connection, ct) => Search(connection, query, text, ct), cancellationToken);
    }

    private async Task<Page<CorporationSummary>> Search(DbConnection connection, CorporationQuery query, string? text, CancellationToken cancellationToken)
    {
        var limit = PageLimit.Check(query.Limit);
        var isRare = text is not null && await IsRare(connection, text, cancellationToken);
        await using var command = DirectoryStatement.Page(query, text, isRare, limit + 1, database.Dialect).On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<CorporationSummary>(limit + 1);
        while (await reader.ReadAsync(cancellationToken)) found.Add(ToSummary(reader));
        return new Page<CorporationSummary>([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Id.Value : null);
    }

    private async Task<bool> IsRare(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = DirectoryStatement.Count(text, MaxMatchesToSort + 1, database.Dialect).On(connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) <= MaxMatchesToSort;
    }

    private static CorporationSummary ToSummary(DbDataReader reader) => new(
        CorporationId.Parse(reader.GetString(0)),
        reader.GetString(1),
        reader.GetString(2),
        Enum.Parse<CorporationKind>(reader.GetString(3)),
        StackId.Parse(reader.GetString(4)),
        (CorporationMode)reader.GetInt32(5),
        StoredTime.FromMicroseconds(reader.GetInt64(6)));
}
