using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>MySQL commits every change of the schema by itself, so a script can be cut off between any two statements.</summary>
public sealed class MySqlScriptRunnerTests(MySqlFixture servers) : IAsyncLifetime
{
    private static readonly SqlScript Mixed = SqlScript.Parse("test/mixed.sql", """
        CREATE TABLE IF NOT EXISTS a (corporation_id VARCHAR(40) NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (corporation_id, id));
        ALTER TABLE a ADD COLUMN name VARCHAR(20) NULL;
        INSERT INTO a (corporation_id, id) VALUES ('x', 1);
        CREATE INDEX by_name ON a (corporation_id, name);
        INSERT INTO a (corporation_id, id) VALUES ('x', 2);
        UPDATE a SET id = id + 10;
        CREATE TABLE IF NOT EXISTS b (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));
        DROP TABLE b;
        ALTER TABLE a DROP COLUMN name;
        """);

    private readonly string database = $"script_{Guid.NewGuid():N}";
    private MySqlConnection connection = null!;

    public static TheoryData<int, bool> Definitions => new(
        Enumerable.Range(0, Mixed.Statements.Length).Where(index => Mixed.Statements[index].Kind is SqlStatementKind.Definition)
            .SelectMany(index => new[] { (index, true), (index, false) }));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        connection = new MySqlConnection(await servers.Server());
        await connection.OpenAsync(Cancelled);
        await connection.ExecuteAsync($"CREATE DATABASE {database}; USE {database}");
    }

    public async ValueTask DisposeAsync()
    {
        await connection.ExecuteAsync($"DROP DATABASE {database}");
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Definitions))]
    public async Task A_statement_in_doubt_counts_as_run_if_it_did_and_runs_if_it_did_not(int index, bool hadRun)
    {
        await Run(SqlScript.Parse(
            "test/first.sql", "CREATE TABLE IF NOT EXISTS c (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));"));
        foreach (var statement in Mixed.Statements.Take(hadRun ? index + 1 : index)) await connection.ExecuteAsync(statement.Text);
        await connection.ExecuteAsync(
            $"INSERT INTO {ScriptProgress.Table} VALUES (@name, @hash, @index, 1, UTC_TIMESTAMP(6))",
            new { name = Mixed.Name, hash = Mixed.Hash, index });

        await Run(Mixed);

        await AssertComplete();
    }

    [Fact]
    public async Task What_fails_for_good_is_not_taken_for_done_when_it_is_tried_again()
    {
        var script = SqlScript.Parse("test/twice.sql", """
            CREATE TABLE IF NOT EXISTS a (corporation_id VARCHAR(40) NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (corporation_id, id));
            ALTER TABLE a ADD COLUMN id VARCHAR(20) NULL;
            """);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => Run(script));
            Assert.Equal("script-failed", refused.Code);
            Assert.StartsWith("test/twice.sql, line 2: Duplicate column", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Connections_that_break_anywhere_leave_a_script_that_ends_as_if_it_had_run_once()
    {
        var tables = string.Join('\n', Enumerable.Range(0, 12).Select(index =>
            $"CREATE TABLE IF NOT EXISTS t{index} (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));"));
        var big = SqlScript.Parse("test/big.sql", tables);
        await using var watcher = new MySqlConnection(await servers.Server());
        await watcher.OpenAsync(Cancelled);

        for (var count = 1; count <= 16; count += 3)
        {
            await using var victim = new MySqlConnection(await servers.Server() + ";Pooling=false");
            await victim.OpenAsync(Cancelled);
            await victim.ChangeDatabaseAsync(database, Cancelled);
            var running = new MySqlScriptRunner(victim, 30).Run([big, Mixed], Cancelled);
            while (!running.IsCompleted && await Tables(watcher) < count)
            {
            }

            await watcher.ExecuteAsync($"KILL {victim.ServerThread}").ContinueWith(_ => { }, TaskScheduler.Default);
            await running.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await Run(big, Mixed);

        await AssertComplete();
        Assert.Equal(14, await Tables(watcher));
    }

    [Fact]
    public async Task Scripts_of_statements_that_may_be_repeated_are_noted_in_one_commit()
    {
        var before = await Inserts();

        await Run(Table("a"), Table("b"), Table("c"));

        Assert.Equal(before + 1, await Inserts());
        Assert.Equal(["test/a.sql", "test/b.sql", "test/c.sql"], await Noted());
        Task<long> Inserts() => connection.ExecuteScalarAsync<long>(
            "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Com_insert'");
    }

    [Fact]
    public async Task Scripts_before_one_that_fails_are_noted_as_run_and_those_from_it_on_are_not()
    {
        var wrong = SqlScript.Parse("test/wrong.sql", "CREATE TABLE IF NOT EXISTS wrong (corporation_id NO_SUCH_TYPE, PRIMARY KEY (corporation_id));");

        await Assert.ThrowsAsync<RefusedException>(() => Run(Table("a"), wrong, Table("b")));

        Assert.Equal(["test/a.sql"], await Noted());
    }

    private static SqlScript Table(string name) => SqlScript.Parse(
        $"test/{name}.sql", $"CREATE TABLE IF NOT EXISTS {name} (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));");

    private Task<IEnumerable<string>> Noted() =>
        connection.QueryAsync<string>($"SELECT name FROM {ScriptProgress.Table} ORDER BY name");

    private Task Run(params SqlScript[] scripts) => new MySqlScriptRunner(connection, 30).Run(scripts, Cancelled);

    private Task<long> Tables(MySqlConnection watcher) => watcher.ExecuteScalarAsync<long>(
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = @database", new { database });

    private async Task AssertComplete()
    {
        Assert.Equal([11L, 12L], await connection.QueryAsync<long>("SELECT id FROM a ORDER BY id"));
        Assert.Equal(["corporation_id", "id"], await connection.QueryAsync<string>(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = @database AND table_name = 'a' ORDER BY 1",
            new { database }));
        Assert.Equal(Mixed.Statements.Length, await connection.ExecuteScalarAsync<int>(
            $"SELECT done FROM {ScriptProgress.Table} WHERE name = @name", new { name = Mixed.Name }));
    }
}
