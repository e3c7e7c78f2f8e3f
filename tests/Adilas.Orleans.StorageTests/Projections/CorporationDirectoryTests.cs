using System.Globalization;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Adilas.Corporations;

public sealed class CorporationDirectoryTests(MySqlFixture servers)
{
    private static readonly string[] Names =
    [
        "Blue River Trading", "Café Été", "Łódź Stolarnia", "ÅNGSTRÖM & Söhne", "O'Neill's Bike-Shop", "Ελληνικός Φούρνος", "北京 商店", "The Blue Café",
        "%_ percent", "Bluebird",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Corporations_are_found_by_the_beginning_of_their_id_their_name_or_any_word(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        for (var number = 0; number < Names.Length; number++) await Register(journal, $"corp-{number}", Names[number]);
        await Register(journal, "blue-id", "Zebra");

        Assert.Equal(["blue-id", "corp-0", "corp-7", "corp-9"], await Found(journal, "BLUE"));
        Assert.Equal(["corp-0"], await Found(journal, "river trad"));
        Assert.Equal(["blue-id"], await Found(journal, "blue-i"));
        Assert.Equal(["corp-1", "corp-7"], await Found(journal, "cafe"));
        Assert.Equal(["corp-1"], await Found(journal, "ÉTÉ"));
        Assert.Equal(["corp-2"], await Found(journal, "lodz"));
        Assert.Equal(["corp-3"], await Found(journal, "sohne"));
        Assert.Equal(["corp-4"], await Found(journal, "bike shop"));
        Assert.Equal(["corp-5"], await Found(journal, "φουρνος"));
        Assert.Equal(["corp-6"], await Found(journal, "商"));
        Assert.Equal(["corp-8"], await Found(journal, "%_ per"));
        Assert.Empty(await Found(journal, "iver"));
        Assert.Empty(await Found(journal, "%"));
        Assert.Equal(11, (await Found(journal, "  ")).Count);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_renamed_corporation_is_found_by_its_new_name_alone(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        await Register(journal, "acme", "Old Words");
        await Register(journal, "acme", "New Words");

        Assert.Empty(await Found(journal, "old"));
        Assert.Equal(["acme"], await Found(journal, "new"));
        Assert.Equal(["acme"], await Found(journal, "words"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Pages_hold_every_match_once_whatever_the_filter_and_however_many_match(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var all = await Fill(journal, 6_000);
        var directory = journal.Get<ICorporationDirectory>();
        CorporationQuery[] queries =
        [
            new(), new(Text: "common"), new(Text: "rare"), new(Text: "corp-00"), new(Stack: StackId.Parse("data1")), new(Mode: CorporationMode.Frozen),
            new(Industry: "retail"), new(Text: "common", Stack: StackId.Parse("data1"), Mode: CorporationMode.Frozen, Industry: "retail"),
            new(Text: "rare", Industry: "retail"), new(Text: "absent"),
        ];
        foreach (var query in queries)
        {
            var expected = all.Where(corporation => Matches(corporation, query)).Select(corporation => corporation.Id).Order(StringComparer.Ordinal);
            var found = new List<string>();
            string? cursor = null;
            do
            {
                var page = await directory.Search(query with { Cursor = cursor, Limit = 200 }, Cancelled);
                found.AddRange(page.Items.Select(item => item.Id.Value));
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(expected, found);
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Every_search_goes_by_an_index(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        await Fill(journal, 6_000);
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync(dialect is SqlDialect.MySql ? "ANALYZE TABLE corporation_directory, corporation_word" : "ANALYZE main");
        CorporationQuery[] queries = [new(Cursor: "corp-0100"), new(Stack: StackId.Parse("data1")), new(Mode: CorporationMode.Frozen), new(Industry: "retail")];
        var statements = queries.SelectMany(query => new[]
        {
            DirectoryStatement.Page(query, null, false, 51, dialect),
            DirectoryStatement.Page(query, "rare", true, 51, dialect),
            DirectoryStatement.Page(query, "common", false, 51, dialect),
        }).Append(DirectoryStatement.Count("common", 2001, dialect));

        foreach (var statement in statements)
        {
            await using var command = statement.On(connection, dialect is SqlDialect.MySql ? "EXPLAIN " : "EXPLAIN QUERY PLAN ");
            await using var reader = await command.ExecuteReaderAsync(Cancelled);
            while (await reader.ReadAsync(Cancelled)) Assert.True(IsByIndex(reader, dialect), $"{statement.Text}\n{Line(reader)}");
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_malformed_cursor_and_a_text_that_is_too_long_are_refused(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var directory = journal.Get<ICorporationDirectory>();

        Assert.Equal("cursor-malformed", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Cursor: "A/B"), Cancelled))).Code);
        Assert.Equal("query-too-long", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Text: new string('x', 101)), Cancelled))).Code);
        Assert.Equal("limit-out-of-range", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Limit: 201), Cancelled))).Code);
    }

    private static bool Matches((string Id, string Name, string Industry, string Stack, CorporationMode Mode) it, CorporationQuery query) =>
        (query.Text is null || SearchText.Beginnings(SearchText.Fold(it.Name)).Append(SearchText.Fold(it.Id))
            .Any(word => word.StartsWith(SearchText.Fold(query.Text), StringComparison.Ordinal)))
        && (query.Stack is not { } stack || stack.Value == it.Stack)
        && (query.Mode is not { } mode || mode == it.Mode)
        && (query.Industry is null || query.Industry == it.Industry);

    private static bool IsByIndex(System.Data.Common.DbDataReader line, SqlDialect dialect)
    {
        if (dialect is SqlDialect.Sqlite)
        {
            var detail = (string)line["detail"];
            var scans = detail.StartsWith("SCAN", StringComparison.Ordinal);
            return !scans || detail.StartsWith("SCAN w", StringComparison.Ordinal) || detail.StartsWith("SCAN (", StringComparison.Ordinal);
        }

        // A derived table has been made by index already and is read whole.
        return line["table"] is not string table || table.StartsWith('<') || (line["key"] is string && line["type"] is not ("ALL" or "index"));
    }

    private static string Line(System.Data.Common.DbDataReader line) =>
        string.Join(" | ", Enumerable.Range(0, line.FieldCount).Select(column => $"{line.GetName(column)}={line[column]}"));

    private static async Task<List<string>> Found(TestJournal journal, string text) =>
        [.. (await journal.Get<ICorporationDirectory>().Search(new CorporationQuery(text), Cancelled)).Items.Select(item => item.Id.Value)];

    /// <summary>Through the journal, with the projections of the real grain.</summary>
    private static async Task Register(TestJournal journal, string id, string name)
    {
        using var call = TestJournal.Call();
        var state = new GrainState<CorporationState>(new CorporationState());
        var grain = GrainId.Create("corporation", id);
        await journal.Storage.ReadStateAsync(StorageNames.Corporation, grain, state);
        var registration = new CorporationRegistration(name, "retail", CorporationKind.Work, StackId.Parse("data0"), "small", Users.UserId.Parse("u1"));
        state.State = state.State! with { Registration = registration, Effects = [] };
        await journal.Storage.WriteStateAsync(StorageNames.Corporation, grain, state);
    }

    /// <summary>Many at once, straight into the tables, as the projections would.</summary>
    private static async Task<List<(string Id, string Name, string Industry, string Stack, CorporationMode Mode)>> Fill(TestJournal journal, int count)
    {
        var all = Enumerable.Range(0, count).Select(number => (
            Id: $"corp-{number:0000}",
            Name: number % 97 == 0 ? $"Rare Common Name {number}" : $"Common Name {number}",
            Industry: number % 3 == 0 ? "retail" : "food",
            Stack: $"data{number % 5}",
            Mode: (CorporationMode)(number % 4))).ToList();
        await using var connection = await journal.Connect();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        foreach (var some in all.Chunk(500))
        {
            var rows = some.Select(it => string.Create(
                CultureInfo.InvariantCulture, $"('{it.Id}', 1, '{it.Name}', '{it.Industry}', 'Work', {(int)it.Mode}, '{it.Stack}', 1)"));
            await connection.ExecuteAsync(
                $"INSERT INTO corporation_directory (grain_key, source_version, name, industry, kind, mode, stack, created_at) VALUES {string.Join(',', rows)}",
                transaction: transaction);
            var words = some.SelectMany(it => SearchText.Beginnings(SearchText.Fold(it.Name)).Append(SearchText.Fold(it.Id))
                .Select(word => $"('{it.Id}', '{word}', 1)"));
            await connection.ExecuteAsync(
                $"INSERT INTO corporation_word (grain_key, word, source_version) VALUES {string.Join(',', words)}", transaction: transaction);
        }

        await transaction.CommitAsync(Cancelled);
        return all;
    }

    private async Task<TestJournal> Open(SqlDialect dialect) => await TestJournal.Open(await servers.NewConnection(dialect), services =>
    {
        services.RemoveAll<IProjection>().RemoveAll<IListProjection>();
        services.AddSingleton<IProjection, CorporationDirectoryProjection>().AddSingleton<IListProjection, CorporationWordProjection>();
    });
}
