using System.Globalization;
using Adilas.Journal;
using Adilas.Paging;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Corporations;

/// <summary>A directory of many corporations, and the same corporations in memory to hold its answers against.</summary>
internal sealed class FilledDirectory : IAsyncDisposable
{
    private FilledDirectory(TestJournal journal, List<Listed> all) => (Journal, All) = (journal, all);

    public TestJournal Journal { get; }

    /// <summary>In the order of ids.</summary>
    public List<Listed> All { get; }

    public ICorporationDirectory Directory => Journal.Get<ICorporationDirectory>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<FilledDirectory> Open(PlatformConnection platform, int count)
    {
        var all = Enumerable.Range(0, count).Select(number => new Listed(
            Id(number),
            number % 97 == 0 ? $"Rare Common Name {number}" : $"Common Name {number}",
            number % 3 == 0 ? "retail" : "food",
            $"data{number % 5}",
            (CorporationMode)(number % 4))).ToList();
        var journal = await OpenEmpty(platform);
        await using var connection = await journal.Connect();

        // Straight into the tables, as the projections would.
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            foreach (var some in all.Chunk(500))
            {
                var rows = some.Select(it => string.Create(
                    CultureInfo.InvariantCulture, $"('{it.Id}', 1, '{it.Name}', '{it.Industry}', 'Work', {(int)it.Mode}, '{it.Stack}', 1)"));
                await connection.ExecuteAsync(
                    $"INSERT INTO corporation_directory (grain_key, source_version, name, industry, kind, mode, stack, created_at) VALUES {string.Join(',', rows)}",
                    transaction: transaction);
                var words = some.SelectMany(it => it.Words.Select(word => $"('{it.Id}', '{word}', 1)"));
                await connection.ExecuteAsync(
                    $"INSERT INTO corporation_word (grain_key, word, source_version) VALUES {string.Join(',', words)}", transaction: transaction);
            }

            await transaction.CommitAsync(Cancelled);
        }

        await connection.ExecuteAsync(
            platform.Dialect is SqlDialect.MySql ? "ANALYZE TABLE corporation_directory, corporation_word" : "ANALYZE main", commandTimeout: 300);
        return new FilledDirectory(journal, all);
    }

    /// <summary>With the projections of the real grain alone.</summary>
    public static Task<TestJournal> OpenEmpty(PlatformConnection platform) => TestJournal.Open(platform, services =>
    {
        services.RemoveAll<IProjection>().RemoveAll<IListProjection>();
        services.AddSingleton<IProjection, CorporationDirectoryProjection>().AddSingleton<IListProjection, CorporationWordProjection>();
    });

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"corp-{number:000000}");

    /// <summary>The ids that a page must hold.</summary>
    public List<string> Expected(CorporationQuery query) =>
        [.. All.Where(it => string.CompareOrdinal(it.Id, query.Cursor) > 0 && it.Matches(query)).Select(it => it.Id).Take(query.Limit ?? PageLimit.Default)];

    public async Task<List<string>> Found(CorporationQuery query) =>
        [.. (await Directory.Search(query, Cancelled)).Items.Select(item => item.Id.Value)];

    public ValueTask DisposeAsync() => Journal.DisposeAsync();

    internal sealed record Listed(string Id, string Name, string Industry, string Stack, CorporationMode Mode)
    {
        public IReadOnlyList<string> Words { get; } = [.. SearchText.Beginnings(SearchText.Fold(Name)), SearchText.Fold(Id)];

        public bool Matches(CorporationQuery query) =>
            (query.Text is null || Words.Any(word => word.StartsWith(SearchText.Fold(query.Text), StringComparison.Ordinal)))
            && (query.Stack is not { } stack || stack.Value == Stack)
            && (query.Mode is not { } mode || mode == Mode)
            && (query.Industry is null || query.Industry == Industry);
    }
}
