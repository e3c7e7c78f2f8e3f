using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Databases;
using Adilas.Jobs.Sql;
using Adilas.LocalCluster;
using Adilas.Platform;
using Dapper;
using MySqlConnector;

namespace Adilas.Jobs;

/// <summary>Scripts on corporations' own databases, on MariaDB and in files.</summary>
public sealed class SqlHandlerTests(MySqlFixture servers)
{
    private const string InsertOne = "INSERT INTO items (corporation_id, item_id, name) VALUES ('c', 1, 'a')";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_script_tells_what_each_statement_changed_and_the_rows_of_the_last_answer(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = await PlacedWithItems(test);

        var outcome = await Run(test, id, """
            INSERT INTO items (corporation_id, item_id, name, price) VALUES ('c', 1, 'Größe; it''s', 1.5), ('c', 2, 'b', 2);
            SELECT 1; -- not the last answer
            UPDATE items SET name = 'c' WHERE item_id = 2;
            SELECT item_id, name, price, NULL AS empty FROM items ORDER BY item_id
            """);

        Assert.Null(outcome.Failure);
        var result = JsonDocument.Parse(outcome.Result!).RootElement;
        Assert.Equal("[2,null,1,null]", result.GetProperty("affected").GetRawText());
        Assert.Equal("""["item_id","name","price","empty"]""", result.GetProperty("columns").GetRawText());
        var rows = result.GetProperty("rows");
        Assert.Equal((2, "Größe; it's", JsonValueKind.Null), (rows.GetArrayLength(), rows[0][1].GetString(), rows[0][3].ValueKind));
        Assert.Equal((1, 1.5m), (rows[0][0].GetInt32(), rows[0][2].GetDecimal()));
        Assert.False(result.GetProperty("truncated").GetBoolean());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_script_that_fails_midway_leaves_the_rows_as_they_were_and_says_where(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = await PlacedWithItems(test);

        var outcome = await Run(test, id, $"{InsertOne};\n\nUPDATE none SET a = 1");

        Assert.Equal(("sql-statement-failed", true), (outcome.Failure!.Code, outcome.Failure.IsFinal));
        Assert.StartsWith("The script failed at statement 2 (line 3): ", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("none", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountItems(test, id));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Rows_are_kept_up_to_a_number_and_a_size(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = await PlacedWithItems(test);
        const string many = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 300) ";
        await Run(test, id, $"INSERT INTO items (corporation_id, item_id, name) {many} SELECT 'c', i, '{new string('n', 150)}' FROM n");

        var numbers = JsonDocument.Parse((await Run(test, id, "SELECT item_id FROM items")).Result!).RootElement;
        var wide = await Run(test, id, "SELECT * FROM items LIMIT 250");
        var big = JsonDocument.Parse((await Run(test, id, $"SELECT '{new string('x', 5_000)}'")).Result!).RootElement;
        var few = JsonDocument.Parse((await Run(test, id, "SELECT item_id FROM items WHERE item_id <= 100")).Result!).RootElement;

        Assert.Equal(300, await CountItems(test, id));
        Assert.Equal((100, true), (numbers.GetProperty("rows").GetArrayLength(), numbers.GetProperty("truncated").GetBoolean()));
        Assert.Equal((100, false), (few.GetProperty("rows").GetArrayLength(), few.GetProperty("truncated").GetBoolean()));
        Assert.InRange(Encoding.UTF8.GetByteCount(wide.Result!), 8_000, JobOutcome.MaxResultBytes);
        Assert.InRange(JsonDocument.Parse(wide.Result!).RootElement.GetProperty("rows").GetArrayLength(), 10, 99);
        Assert.Equal((1_000, true), (big.GetProperty("rows")[0][0].GetString()!.Length, big.GetProperty("truncated").GetBoolean()));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_script_that_takes_too_long_is_stopped_and_undone(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = await PlacedWithItems(test);
        var took = Stopwatch.StartNew();

        var outcome = await Run(test, id, $"{InsertOne}; {Endless(dialect)}; SELECT 2", seconds: 1);

        Assert.Equal(("sql-timeout", false), (outcome.Failure!.Code, outcome.Failure.IsFinal));
        Assert.Equal(
            "The script ran for 1 s and was stopped at statement 2 (line 1); its transaction was undone.", outcome.Failure.Message);
        Assert.InRange(took.Elapsed.TotalSeconds, 0.9, 10);
        Assert.Equal(0, await CountItems(test, id));
    }

    [Fact]
    public async Task What_was_stopped_does_not_run_on_at_the_server()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.MySql);
        var id = await PlacedWithItems(test);
        var name = (await test.Databases.Find(id, Cancelled))!.Name;
        using var stop = new CancellationTokenSource();

        var run = Handler(test).Run(Runs.Of(id, "sql", new { script = "SELECT SLEEP(600)" }), stop.Token);
        await Deadline.Until("the script runs", async _ => await Running(name) == 1, TimeSpan.FromSeconds(20), Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Deadline.Until("the server has nothing of it", async _ => await Running(name) == 0, TimeSpan.FromSeconds(10), Cancelled);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_corporation_without_a_database_of_its_own_is_told_so(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var (shared, none) = (TestDatabases.NewCorporation(), TestDatabases.NewCorporation());
        await test.Databases.Place(shared, TestDatabases.Stack, DatabaseShape.Shared, Cancelled);

        Assert.Equal(("sql-needs-own-database", true), Failure(await Run(test, shared, "SELECT 1")));
        Assert.Equal(("sql-no-database", true), Failure(await Run(test, none, "SELECT 1")));
    }

    [Fact]
    public async Task A_script_reaches_no_other_corporations_rows_and_nothing_of_the_server()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.MySql);
        var (mine, other) = (await PlacedWithItems(test), await PlacedWithItems(test));
        var foreign = (await test.Databases.Find(other, Cancelled))!.Name;

        foreach (var script in new[]
        {
            $"SELECT * FROM {foreign}.items", $"USE {foreign}", $"DROP DATABASE {foreign}", "SELECT * FROM mysql.user",
            "SET GLOBAL max_connections = 5", "SELECT 1 INTO OUTFILE '/tmp/adilas-out'",
            "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE items",
        })
            Assert.Equal(("sql-statement-failed", true), Failure(await Run(test, mine, script)));
    }

    [Fact]
    public async Task In_files_a_script_reaches_no_other_file_and_no_limit_of_the_process()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.Sqlite);
        var (mine, other) = (await PlacedWithItems(test), await PlacedWithItems(test));
        var foreign = Path.Combine(test.Folder, (await test.Databases.Find(other, Cancelled))!.Name + ".db");

        foreach (var script in new[]
        {
            $"ATTACH DATABASE '{foreign}' AS f", $"VACUUM INTO '{test.Folder}/copy.db'", "PRAGMA hard_heap_limit = 1",
            "PRAGMA writable_schema = 1", "SELECT load_extension('x')", "SELECT randomblob(500000000)", "SELECT :a",
        })
            Assert.Equal(("sql-statement-failed", true), Failure(await Run(test, mine, script)));
        Assert.False(File.Exists($"{test.Folder}/copy.db"));
    }

    [Fact]
    public async Task Servers_peculiarities_are_taken_as_they_are()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.MySql);
        var id = await PlacedWithItems(test);

        var outcome = await Run(test, id, """
            SET @a = 3;
            CREATE TABLE odd (id TINYINT(1), at DATETIME(6), bits BIT(9), raw BLOB, text CHAR(36), big BIGINT UNSIGNED, ratio DOUBLE);
            INSERT INTO odd VALUES (
              @a, '2026-01-02 03:04:05.000001', 257, UNHEX('00FF'), '00000000-0000-0000-0000-000000000001', 18446744073709551615, 0.1);
            SELECT * FROM odd WHERE text <> '?'
            """);

        Assert.Null(outcome.Failure);
        Assert.Equal(
            """[[3,"2026-01-02T03:04:05.000001",257,"AP8=","00000000-0000-0000-0000-000000000001",18446744073709551615,0.1]]""",
            JsonDocument.Parse(outcome.Result!).RootElement.GetProperty("rows").GetRawText());
    }

    [Fact]
    public async Task The_server_knows_the_bounds_of_a_script_itself()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.MySql);
        var id = await PlacedWithItems(test);

        var outcome = await Run(test, id, "SELECT @@sql_select_limit, @@max_statement_time", seconds: 20);

        Assert.Equal("[[101,30]]", JsonDocument.Parse(outcome.Result!).RootElement.GetProperty("rows").GetRawText());
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again()
    {
        await using var test = await TestDatabases.Create(servers, SqlDialect.MySql);
        var id = await PlacedWithItems(test);
        test.ServerConnectionString = new MySqlConnectionStringBuilder(test.ServerConnectionString) { Port = 1 }.ConnectionString;

        var handler = new SqlHandler(test.Another(), TimeProvider.System);
        var outcome = await handler.Run(Runs.Of(id, "sql", new { script = "SELECT 1" }), Cancelled);

        Assert.Equal(("database-unreachable", false), Failure(outcome));
    }

    /// <summary>SQLite counts as long as it is asked to; MariaDB ends such recursions by itself, but sleeps.</summary>
    private static string Endless(SqlDialect dialect) => dialect switch
    {
        SqlDialect.MySql => "SELECT SLEEP(600)",
        SqlDialect.Sqlite => "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n",
    };

    private static (string Code, bool IsFinal) Failure(JobOutcome outcome) => (outcome.Failure!.Code, outcome.Failure.IsFinal);

    private static SqlHandler Handler(TestDatabases test) => new(test.Databases, TimeProvider.System);

    private static Task<JobOutcome> Run(TestDatabases test, CorporationId id, string script, int seconds = 30) =>
        Handler(test).Run(Runs.Of(id, "sql", new { script, timeoutSeconds = seconds }), Cancelled);

    private static async Task<CorporationId> PlacedWithItems(TestDatabases test)
    {
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await test.Databases.RunScripts(id, [Scripts.Items], Cancelled);
        return id;
    }

    private static Task<long> CountItems(TestDatabases test, CorporationId id) => test.Databases.Use(
        id, (connection, _) => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM items"), Cancelled);

    private async Task<long> Running(string user)
    {
        await using var server = new MySqlConnection(await servers.Server());
        return await server.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM information_schema.processlist WHERE user = @user AND info LIKE '%SLEEP%'", new { user });
    }
}
