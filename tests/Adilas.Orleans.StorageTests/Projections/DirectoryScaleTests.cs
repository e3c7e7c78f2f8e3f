using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Adilas.Platform;
using Adilas.Stacks;

namespace Adilas.Corporations;

/// <summary>Search among many corporations: 100,000 at the full size.</summary>
public sealed class DirectoryScaleTests(MySqlFixture servers)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1";
    private static readonly int Corporations = IsFull ? 100_000 : 6_000;
    private static readonly int Repetitions = IsFull ? 300 : 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Pages_hold_every_match_once_whatever_the_filter_and_however_many_match(SqlDialect dialect)
    {
        await using var filled = await Fill(dialect);
        CorporationQuery[] queries =
        [
            new(), new(Text: "common"), new(Text: "rare"), new(Text: "corp-00"), new(Stack: StackId.Parse("data1")), new(Mode: CorporationMode.Frozen),
            new(Industry: "retail"), new(Text: "common", Stack: StackId.Parse("data1"), Mode: CorporationMode.Frozen, Industry: "retail"),
            new(Text: "rare", Industry: "retail"), new(Text: "absent"),
        ];
        foreach (var query in queries)
        {
            var expected = filled.Expected(query with { Limit = Corporations });
            var found = new List<string>();
            string? cursor = null;
            do
            {
                var page = await filled.Directory.Search(query with { Cursor = cursor, Limit = 200 }, Cancelled);
                found.AddRange(page.Items.Select(item => item.Id.Value));
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(expected, found);
        }
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task No_search_reads_the_whole_table(SqlDialect dialect)
    {
        await using var filled = await Fill(dialect);
        await using var connection = await filled.Journal.Connect();
        CorporationQuery[] queries =
        [
            new(Cursor: FilledDirectory.Id(Corporations / 2)), new(Stack: StackId.Parse("data1")), new(Mode: CorporationMode.Frozen), new(Industry: "retail"),
            new(Stack: StackId.Parse("data1"), Mode: CorporationMode.Frozen),
        ];
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
    public async Task A_first_page_is_right_wherever_it_begins_and_its_time_is_told(SqlDialect dialect)
    {
        await using var filled = await Fill(dialect);
        foreach (var (name, query) in new (string, Func<int, CorporationQuery>)[]
        {
            ("prefix of ids", number => new(Text: FilledDirectory.Id(number)[..^2])),
            ("word that few have", number => new(Text: number.ToString(CultureInfo.InvariantCulture))),
            ("word that all have", number => new(Text: "common", Cursor: FilledDirectory.Id(number))),
            ("stack and mode", number => new(Stack: StackId.Parse($"data{number % 5}"), Mode: (CorporationMode)(number % 4))),
            ("deep page", number => new(Cursor: FilledDirectory.Id(Corporations - 1 - (number % (Corporations / 10))))),
        })
        {
            var random = new Random(7);
            var times = new List<double>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                var asked = query(random.Next(Corporations));
                var began = Stopwatch.GetTimestamp();
                var found = await filled.Found(asked);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                Assert.Equal(filled.Expected(asked), found);
            }

            times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{dialect}, {Corporations} corporations, {name}: p50 {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms"));
        }
    }

    private static bool IsByIndex(DbDataReader line, SqlDialect dialect)
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

    private static string Line(DbDataReader line) =>
        string.Join(" | ", Enumerable.Range(0, line.FieldCount).Select(column => $"{line.GetName(column)}={line[column]}"));

    private async Task<FilledDirectory> Fill(SqlDialect dialect) =>
        await FilledDirectory.Open(await servers.NewConnection(dialect), Corporations);
}
