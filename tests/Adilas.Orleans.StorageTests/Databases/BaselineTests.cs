using Adilas.Platform;
using Adilas.Provisioning;
using Dapper;
using Microsoft.Extensions.Options;

namespace Adilas.Databases;

/// <summary>The shipped schema on real servers.</summary>
public sealed class BaselineTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static IReadOnlyList<SqlScript> Baseline
    {
        get
        {
            var folder = new RecipeFolder(Options.Create(new RecipesOptions()));
            return
            [
                .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "recipes", "baseline"), "*.sql").Order(StringComparer.Ordinal)
                    .Select(path => folder.FindScript("baseline/" + Path.GetFileName(path))!),
            ];
        }
    }

    [Theory, MemberData(nameof(CorporationDatabasesTests.Shapes), MemberType = typeof(CorporationDatabasesTests))]
    public async Task The_baseline_runs_and_its_tables_take_rows(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, shape, Cancelled);

        await test.Databases.RunScripts(id, Baseline, Cancelled);
        await test.Another().RunScripts(id, Baseline, Cancelled);

        var price = await test.Databases.Use(id, async (connection, _) =>
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO items (corporation_id, item_id, code, name, price, created_at, changed_at)
                VALUES (@id, 1, 'A', 'Größe', 12.3456, '2026-01-02 03:04:05.123456', '2026-01-02 03:04:05.123456');
                INSERT INTO payees (corporation_id, payee_id, name, created_at, changed_at)
                VALUES (@id, 1, '日本 😀', '2026-01-02 03:04:05', '2026-01-02 03:04:05');
                """,
                new { id = id.Value });
            return await connection.ExecuteScalarAsync<decimal>(
                "SELECT price FROM items WHERE corporation_id = @id", new { id = id.Value });
        }, Cancelled);
        Assert.Equal(12.3456m, price);

        await test.Databases.Drop(id, Cancelled);
        Assert.Empty((await test.Census()).Orphans);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Every_index_of_the_baseline_starts_with_the_corporation(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await test.Databases.RunScripts(id, Baseline, Cancelled);

        var sql = dialect switch
        {
            SqlDialect.MySql => """
                SELECT CONCAT(table_name, '.', index_name) AS name, column_name AS col FROM information_schema.statistics
                WHERE table_schema = DATABASE() AND seq_in_index = 1
                """,
            SqlDialect.Sqlite => """
                SELECT m.name || '.' || l.name AS name, i.name AS col
                FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
                WHERE m.type = 'table' AND i.seqno = 0
                """,
        };
        var firsts = await test.Databases.Use(
            id, async (connection, _) => (await connection.QueryAsync<(string Name, string Column)>(sql)).ToList(), Cancelled);

        Assert.InRange(firsts.Count, 70, 200);
        Assert.All(
            firsts.Where(first => !first.Name.StartsWith(ScriptProgress.Table, StringComparison.Ordinal)),
            first => Assert.Equal(SqlScript.OwnerColumn, first.Column));
    }
}
