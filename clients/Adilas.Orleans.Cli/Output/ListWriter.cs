using System.Text.Json;
using Adilas.Http;

namespace Adilas.Output;

/// <summary>Follows a list from page to page and writes each page before it asks for the next.</summary>
internal sealed class ListWriter(ApiClient api, Screen screen)
{
    private const int MaxPageSize = 200;

    /// <param name="limit">How many items at most; <c>null</c> for all.</param>
    public async Task Write(
        string path,
        IReadOnlyList<(string Name, string? Value)> filter,
        IReadOnlyList<Column> columns,
        int? limit,
        CancellationToken cancellationToken)
    {
        var rows = new RowWriter(screen, columns);
        try
        {
            await Write(rows, path, filter, limit ?? int.MaxValue, cancellationToken);
        }
        finally
        {
            rows.Flush();
        }
    }

    private async Task Write(
        RowWriter rows, string path, IReadOnlyList<(string Name, string? Value)> filter, int limit, CancellationToken cancellationToken)
    {
        string? cursor = null;
        var written = 0;
        do
        {
            var (items, next) = await Page(path, filter, cursor, Math.Min(limit - written, MaxPageSize), cancellationToken);
            foreach (var item in items.Take(limit - written)) rows.Write(item);
            written += Math.Min(items.Count, limit - written);
            screen.Flush();
            if (next is not null && next == cursor) throw Garbled("its pages do not move on");
            cursor = next;
        }
        while (cursor is not null && written < limit);

        if (cursor is not null) screen.Note($"{written} shown, and there are more: --limit N or --all.");
        else if (written is 0) screen.Note("Nothing found.");
    }

    /// <summary>The same pages, item by item.</summary>
    public async Task<JsonElement?> Find(string path, Func<JsonElement, bool> isMeant, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var (items, next) = await Page(path, [], cursor, MaxPageSize, cancellationToken);
            foreach (var item in items)
                if (isMeant(item)) return item;

            if (next is not null && next == cursor) throw Garbled("its pages do not move on");
            cursor = next;
        }
        while (cursor is not null);
        return null;
    }

    private async Task<(IReadOnlyList<JsonElement> Items, string? Next)> Page(
        string path, IReadOnlyList<(string Name, string? Value)> filter, string? cursor, int size, CancellationToken cancellationToken)
    {
        var query = Query.Of([.. filter, ("limit", size.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("cursor", cursor)]);
        var answer = await api.Send(ApiRequest.Get(path + query), cancellationToken);
        return answer.Json?.Member("items") is { ValueKind: JsonValueKind.Array } items
            ? (items.EnumerateArray().ToList(), answer.Json?.String("next"))
            : throw Garbled("it is no list");
    }

    private static CommandFailure Garbled(string why) =>
        CommandFailure.Garbled($"The server's answer makes no sense: {why}. Is this an Adilas server?");
}
