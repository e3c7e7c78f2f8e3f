using Adilas.Operate;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>What only a server has: users and rights, pools, locks between processes, connections that break.</summary>
public sealed class MySqlDatabasesTests(MySqlFixture servers) : IAsyncLifetime
{
    private TestDatabases test = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestDatabases.Create(servers, SqlDialect.MySql);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task A_corporations_user_works_in_its_own_database_and_sees_no_other()
    {
        var (mine, other) = (TestDatabases.NewCorporation(), TestDatabases.NewCorporation());
        var own = await test.Databases.Place(mine, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        var foreign = await test.Databases.Place(other, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await test.Databases.RunScripts(mine, Scripts.All, Cancelled);

        // The low dash of a name means any character in a careless GRANT.
        var lookalike = own.Name.Replace('_', 'x');
        await OnServer($"CREATE DATABASE {lookalike}");
        await using var connection = await OpenAsOwner(mine);

        Assert.Equal([own.Name], (await connection.QueryAsync<string>("SHOW DATABASES")).Where(name => name != "information_schema"));
        await connection.ExecuteAsync(
            "INSERT INTO items (corporation_id, item_id, name) VALUES ('c', 1, 'x'); CREATE TABLE p (id INT PRIMARY KEY); DROP TABLE p");
        foreach (var sql in new[]
        {
            $"USE {foreign.Name}", $"USE {lookalike}", "SELECT * FROM mysql.user", $"CREATE DATABASE {own.Name}b",
            "CREATE USER x IDENTIFIED BY 'y'", $"GRANT SELECT ON {own.Name}.* TO '{foreign.Name}'@'%'", "SET GLOBAL max_connections = 5",
        })
        {
            var denied = await Assert.ThrowsAsync<MySqlException>(() => connection.ExecuteAsync(sql));
            Assert.Contains("denied", denied.Message, StringComparison.OrdinalIgnoreCase);
        }

        await OnServer($"DROP DATABASE {lookalike}");
    }

    [Fact]
    public async Task The_password_is_stored_encrypted_and_goes_with_the_database()
    {
        var id = TestDatabases.NewCorporation();
        var placed = await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        var credentials = await test.Databases.FindCredentials(id, Cancelled);

        Assert.Equal(0, await test.OnPlatform(
            "SELECT COUNT(*) FROM database_allocation WHERE LOCATE(@password, secret) > 0", new { password = credentials!.Password }));
        Assert.DoesNotContain(credentials.Password, credentials.ToString(), StringComparison.Ordinal);
        Assert.InRange(credentials.User.Length, 1, 32);
        Assert.Equal(placed.Name, credentials.Database);

        await test.Databases.Drop(id, Cancelled);

        Assert.Null(await test.Databases.FindCredentials(id, Cancelled));
        Assert.Equal(0, (await test.Census()).Counts[CensusKinds.DatabaseUser]);
    }

    [Fact]
    public async Task A_corporation_in_a_shared_database_has_no_credentials()
    {
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Shared, Cancelled);

        Assert.Null(await test.Databases.FindCredentials(id, Cancelled));
        Assert.Equal(0, (await test.Census()).Counts[CensusKinds.DatabaseUser]);
    }

    [Fact]
    public async Task A_corporations_user_holds_so_many_connections_and_no_more()
    {
        test.Options.MaxUserConnections = 2;
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);

        await using var first = await OpenAsOwner(id);
        await using var second = await OpenAsOwner(id);
        await Assert.ThrowsAsync<MySqlException>(() => OpenAsOwner(id));
    }

    [Fact]
    public async Task Connections_do_not_grow_with_corporations_and_carry_nothing_over()
    {
        var user = $"p{Guid.NewGuid():N}"[..20];
        await OnServer($"""
            CREATE USER '{user}'@'127.0.0.1' IDENTIFIED BY 'words-{user}';
            GRANT ALL ON *.* TO '{user}'@'127.0.0.1' WITH GRANT OPTION;
            """);
        ConnectAs(user);
        var databases = test.Another();

        foreach (var _ in Enumerable.Range(0, 20))
        {
            var id = TestDatabases.NewCorporation();
            var placed = await databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
            var (database, variable) = await databases.Use(id, async (connection, _) =>
            {
                var seen = await connection.QuerySingleAsync<(string, long)>("SELECT DATABASE(), @@SESSION.sort_buffer_size");
                await connection.ExecuteAsync("SET SESSION sort_buffer_size = 65536; CREATE TEMPORARY TABLE leak (id INT)");
                return seen;
            }, Cancelled);
            Assert.Equal(placed.Name, database);
            Assert.NotEqual(65_536, variable);
        }

        Assert.InRange(await OnServer<long>($"SELECT COUNT(*) FROM information_schema.processlist WHERE user = '{user}'"), 1, 2);
        await OnServer($"DROP USER '{user}'@'127.0.0.1'");
    }

    [Fact]
    public async Task An_account_with_rights_on_our_prefix_alone_is_enough()
    {
        var user = $"l{Guid.NewGuid():N}"[..20];
        var pattern = test.Options.NamePrefix.Replace("_", "\\_", StringComparison.Ordinal) + "%";
        await OnServer($"""
            CREATE USER '{user}'@'127.0.0.1' IDENTIFIED BY 'words-{user}';
            GRANT CREATE USER ON *.* TO '{user}'@'127.0.0.1';
            GRANT SELECT ON mysql.user TO '{user}'@'127.0.0.1';
            GRANT {MySqlDatabaseWork.Rights} ON `{pattern}`.* TO '{user}'@'127.0.0.1' WITH GRANT OPTION;
            """);
        ConnectAs(user);
        var (databases, id) = (test.Another(), TestDatabases.NewCorporation());

        await databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await databases.RunScripts(id, Scripts.All, Cancelled);
        await using (var connection = await OpenAsOwner(id)) await connection.ExecuteAsync("DELETE FROM items");
        Assert.Equal((1, 0), ((await test.Census()).Counts[CensusKinds.Database], (await test.Census()).Orphans.Count));
        await databases.Drop(id, Cancelled);

        Assert.Equal((0, 0), ((await test.Census()).Counts[CensusKinds.DatabaseUser], (await test.Census()).Orphans.Count));
        await OnServer($"DROP USER '{user}'@'127.0.0.1'");
    }

    [Fact]
    public async Task Somebody_who_holds_the_lock_is_waited_for_and_not_for_ever()
    {
        test.Options.LockTimeout = TimeSpan.FromSeconds(1);
        var id = TestDatabases.NewCorporation();
        var placed = await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await using var other = new MySqlConnection(test.ServerConnectionString);
        await other.OpenAsync(Cancelled);
        await other.ExecuteAsync("SELECT GET_LOCK(@name, 0)", new { name = MySqlDatabaseWork.LockName(placed.Name) });

        var refused = await Assert.ThrowsAsync<RefusedException>(() => test.Databases.RunScripts(id, Scripts.All, Cancelled));
        Assert.Equal((Refusal.Unavailable, "database-busy"), (refused.Refusal, refused.Code));

        await other.ExecuteAsync("DO RELEASE_LOCK(@name)", new { name = MySqlDatabaseWork.LockName(placed.Name) });
        await test.Databases.RunScripts(id, Scripts.All, Cancelled);
    }

    [Fact]
    public async Task What_was_dropped_while_its_maker_waited_for_the_lock_is_not_made()
    {
        var id = TestDatabases.NewCorporation();
        test.Crash.At(5);
        await Assert.ThrowsAsync<CrashException>(() => test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled));
        var name = (await test.Databases.Find(id, Cancelled))!.Name;
        await using var other = new MySqlConnection(test.ServerConnectionString);
        await other.OpenAsync(Cancelled);
        await other.ExecuteAsync("SELECT GET_LOCK(@name, 0)", new { name = MySqlDatabaseWork.LockName(name) });

        var late = test.Another().Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        while (!late.IsCompleted && await Waiting(other, name) == 0)
        {
        }

        await test.OnPlatform("DELETE FROM database_placement");
        await test.OnPlatform("DELETE FROM database_allocation");
        await other.ExecuteAsync("DO RELEASE_LOCK(@name)", new { name = MySqlDatabaseWork.LockName(name) });

        Assert.Equal("database-leaving", (await Assert.ThrowsAsync<RefusedException>(() => late)).Code);
        Assert.Equal(0, (await test.Census()).Counts[CensusKinds.Database]);
    }

    [Fact]
    public async Task A_server_that_was_away_finds_its_corporation_under_the_same_name()
    {
        var id = TestDatabases.NewCorporation();
        var reachable = test.ServerConnectionString;
        test.ServerConnectionString = new MySqlConnectionStringBuilder(reachable) { Port = 9 }.ConnectionString;
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => test.Another().Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled));
        Assert.Equal((Refusal.Unavailable, "database-unreachable"), (refused.Refusal, refused.Code));
        var promised = await test.Databases.Find(id, Cancelled);
        Assert.False(promised!.IsReady);
        await Assert.ThrowsAsync<RefusedException>(() => test.Databases.Open(id, Cancelled));

        test.ServerConnectionString = reachable;
        Assert.Equal(promised with { IsReady = true }, await test.Another().Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled));
    }

    [Fact]
    public async Task A_server_that_left_the_configuration_is_named()
    {
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        await test.OnPlatform("UPDATE database_allocation SET server = 'elsewhere'");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => test.Databases.Open(id, Cancelled));
        Assert.Equal((Refusal.Unavailable, "database-server-unknown"), (refused.Refusal, refused.Code));
        Assert.Contains(
            (await test.Census()).Orphans,
            orphan => orphan.Reason.Contains("'elsewhere', which is not configured", StringComparison.Ordinal));
    }

    private async Task<MySqlConnection> OpenAsOwner(Corporations.CorporationId id)
    {
        var credentials = (await test.Databases.FindCredentials(id, Cancelled))!;
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = credentials.Host,
            Port = (uint)credentials.Port,
            Database = credentials.Database,
            UserID = credentials.User,
            Password = credentials.Password,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private static Task<long> Waiting(MySqlConnection connection, string name) => connection.ExecuteScalarAsync<long>(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE CONCAT('SELECT GET_LOCK%', @name, '%')", new { name });

    private void ConnectAs(string user) => test.ServerConnectionString =
        new MySqlConnectionStringBuilder(test.ServerConnectionString) { UserID = user, Password = $"words-{user}" }.ConnectionString;

    private async Task OnServer(string sql) => await OnServer<object?>(sql);

    private async Task<T?> OnServer<T>(string sql)
    {
        await using var server = new MySqlConnection(await servers.Server());
        return await server.ExecuteScalarAsync<T>(sql);
    }
}
