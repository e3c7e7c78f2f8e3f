using Adilas.Corporations;
using Adilas.Operate;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Dapper;

namespace Adilas.Databases;

/// <summary>What is promised whatever the server: each test runs on MariaDB and on files.</summary>
public sealed class CorporationDatabasesTests(MySqlFixture servers)
{
    public static TheoryData<SqlDialect, DatabaseShape> Shapes => new()
    {
        { SqlDialect.MySql, DatabaseShape.Shared },
        { SqlDialect.MySql, DatabaseShape.Own },
        { SqlDialect.Sqlite, DatabaseShape.Shared },
        { SqlDialect.Sqlite, DatabaseShape.Own },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_placed_corporation_has_the_recipes_tables_and_keeps_its_rows(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();

        var placed = await test.Databases.Place(id, TestDatabases.Stack, shape, Cancelled);
        await test.Databases.RunScripts(id, Scripts.All, Cancelled);
        await AddItem(test.Databases, id, 1, "Größe 日本");

        Assert.Equal((id, shape, true), (placed.Corporation, placed.Shape, placed.IsReady));
        Assert.StartsWith(test.Options.NamePrefix, placed.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(id.Value, placed.Name, StringComparison.Ordinal);
        Assert.Equal(placed, await test.Another().Find(id, Cancelled));
        Assert.Equal(placed, await test.Another().Place(id, TestDatabases.Stack, shape, Cancelled));
        Assert.Equal(["Größe 日本"], await Items(test.Another(), id));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Shared_is_one_database_per_stack_until_it_is_full_and_own_is_one_each(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        test.Options.MaxCorporationsPerShared = 2;

        var names = new List<string>();
        DatabaseShape[] shapes = [DatabaseShape.Shared, DatabaseShape.Shared, DatabaseShape.Shared, DatabaseShape.Own, DatabaseShape.Own];
        foreach (var shape in shapes)
            names.Add((await test.Databases.Place(TestDatabases.NewCorporation(), TestDatabases.Stack, shape, Cancelled)).Name);
        var elsewhere = await test.Databases.Place(
            TestDatabases.NewCorporation(), StackId.Parse("data1"), DatabaseShape.Shared, Cancelled);

        Assert.Equal(names[0], names[1]);
        Assert.Equal(5, names.Append(elsewhere.Name).Distinct().Count());
        Assert.Equal(5, (await test.Census()).Counts[CensusKinds.Database]);
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_crash_anywhere_while_placing_is_mended_by_calling_again(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var crashes = 0;
        for (var touch = 1; ; touch++)
        {
            var id = TestDatabases.NewCorporation();
            var stack = StackId.Parse($"stack{touch}");
            var before = (await test.Census()).Counts[CensusKinds.Database];
            await CrashAt(test, touch, () => PlaceAndRun(test.Another(), id, stack, shape));
            if (!test.Crash.Happened) break;
            crashes++;

            await PlaceAndRun(test.Another(), id, stack, shape);

            await AddItem(test.Another(), id, 1, "a");
            Assert.Equal(1, await test.OnPlatform(
                "SELECT COUNT(*) FROM database_allocation WHERE stack = @stack", new { stack = stack.Value }));
            var census = await test.Census();
            Assert.Empty(census.Orphans);
            Assert.Equal(before + 1, census.Counts[CensusKinds.Database]);
        }

        Assert.InRange(crashes, 8, 30);
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_crash_anywhere_while_placing_can_be_rolled_back_to_nothing(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        for (var touch = 1; ; touch++)
        {
            var id = TestDatabases.NewCorporation();
            await CrashAt(test, touch, () => PlaceAndRun(test.Another(), id, TestDatabases.Stack, shape));
            await test.Another().Drop(id, Cancelled);

            Assert.Null(await test.Databases.Find(id, Cancelled));
            var census = await test.Census();
            Assert.Empty(census.Orphans);
            Assert.Equal(0, census.Counts[CensusKinds.DatabaseUser]);
            Assert.InRange(census.Counts[CensusKinds.Database], 0, shape is DatabaseShape.Own ? 0 : 1);
            if (!test.Crash.Happened) return;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_crash_anywhere_while_dropping_is_mended_by_calling_again(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        for (var touch = 1; ; touch++)
        {
            var id = TestDatabases.NewCorporation();
            await PlaceAndRun(test.Databases, id, TestDatabases.Stack, shape);
            await AddItem(test.Databases, id, 1, "a");

            await CrashAt(test, touch, () => test.Another().Drop(id, Cancelled));
            await test.Another().Drop(id, Cancelled);

            Assert.Null(await test.Databases.Find(id, Cancelled));
            Assert.Empty((await test.Census()).Orphans);
            if (!test.Crash.Happened) return;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task Many_who_place_the_same_corporation_at_once_get_the_same_database(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        var processes = dialect is SqlDialect.MySql ? Enumerable.Range(0, 6).Select(_ => test.Another()).ToList() : [test.Databases];

        var placed = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => Task.Run(
            async () =>
            {
                await PlaceAndRun(processes[index % processes.Count], id, TestDatabases.Stack, shape);
                return await processes[index % processes.Count].Find(id, Cancelled);
            },
            Cancelled)));

        Assert.Single(placed.Distinct());
        var census = await test.Census();
        Assert.Equal(1, census.Counts[CensusKinds.Database]);
        Assert.Empty(census.Orphans);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_first_corporations_of_a_brand_new_shared_database_do_not_race_its_scripts(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var processes = dialect is SqlDialect.MySql ? Enumerable.Range(0, 4).Select(_ => test.Another()).ToList() : [test.Databases];
        var ids = Enumerable.Range(0, 16).Select(_ => TestDatabases.NewCorporation()).ToList();

        await Task.WhenAll(ids.Select((id, index) => Task.Run(
            async () =>
            {
                await PlaceAndRun(processes[index % processes.Count], id, TestDatabases.Stack, DatabaseShape.Shared);
                await AddItem(processes[index % processes.Count], id, 1, id.Value);
            },
            Cancelled)));

        foreach (var id in ids) Assert.Equal([id.Value], await Items(test.Databases, id));
        Assert.Equal(1, (await test.Census()).Counts[CensusKinds.Database]);
        Assert.Equal(1, await Scalar(test.Databases, ids[0], "SELECT COUNT(*) FROM notes WHERE corporation_id = 'none'"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Dropping_takes_all_of_a_corporations_rows_and_no_neighbours(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var (leaving, staying) = (TestDatabases.NewCorporation(), TestDatabases.NewCorporation());
        await PlaceAndRun(test.Databases, leaving, TestDatabases.Stack, DatabaseShape.Shared);
        await PlaceAndRun(test.Databases, staying, TestDatabases.Stack, DatabaseShape.Shared);
        await test.Databases.Use(leaving, async (connection, _) =>
        {
            for (var page = 0; page < 5; page++)
            {
                var rows = string.Join(',', Enumerable.Range(page * 500, 500).Select(item => $"(@id, {item}, 'x')"));
                await connection.ExecuteAsync(
                    $"INSERT INTO items (corporation_id, item_id, name) VALUES {rows}", new { id = leaving.Value });
            }

            return true;
        }, Cancelled);
        await AddItem(test.Databases, staying, 1, "stays");

        await test.Databases.Drop(leaving, Cancelled);
        await test.Databases.Drop(leaving, Cancelled);

        Assert.Equal(["stays"], await Items(test.Databases, staying));
        Assert.Equal(1, await Scalar(test.Databases, staying, "SELECT COUNT(*) FROM items"));
        Assert.Null(await test.Databases.Find(leaving, Cancelled));
        await Refused(Refusal.NotFound, "database-unknown", () => test.Databases.Open(leaving, Cancelled));
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_corporation_that_was_dropped_can_be_placed_anew_and_is_empty(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await PlaceAndRun(test.Databases, id, TestDatabases.Stack, shape);
        await AddItem(test.Databases, id, 1, "old");
        await test.Databases.Drop(id, Cancelled);

        await PlaceAndRun(test.Databases, id, TestDatabases.Stack, shape);

        Assert.Empty(await Items(test.Databases, id));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Another_shape_or_stack_is_a_conflict_and_half_a_drop_must_be_finished(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);

        await Refused(Refusal.Conflict, "database-shape", () => Place(TestDatabases.Stack, DatabaseShape.Shared));
        await Refused(Refusal.Conflict, "database-stack", () => Place(StackId.Parse("data1"), DatabaseShape.Own));
        await CrashAt(test, 4, () => test.Databases.Drop(id, Cancelled));
        await Refused(Refusal.Conflict, "database-leaving", () => Place(TestDatabases.Stack, DatabaseShape.Own));
        await Refused(Refusal.Conflict, "database-leaving", () => test.Databases.Open(id, Cancelled));
        Assert.False((await test.Databases.Find(id, Cancelled))!.IsReady);

        Task Place(StackId stack, DatabaseShape shape) => test.Databases.Place(id, stack, shape, Cancelled);
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task Scripts_run_once_and_a_changed_one_is_a_clear_conflict(SqlDialect dialect, DatabaseShape shape)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await PlaceAndRun(test.Databases, id, TestDatabases.Stack, shape);
        await PlaceAndRun(test.Another(), id, TestDatabases.Stack, shape);
        var changed = SqlScript.Parse(
            Scripts.Notes.Name, "CREATE TABLE IF NOT EXISTS other (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));");
        var added = SqlScript.Parse("test/more.sql", "INSERT INTO notes (corporation_id, note_id) VALUES ('none', 2);");

        await Refused(Refusal.Conflict, "script-changed", () => test.Databases.RunScripts(id, [Scripts.Items, changed], Cancelled));
        await test.Databases.RunScripts(id, [.. Scripts.All, added], Cancelled);
        await test.Another().RunScripts(id, [.. Scripts.All, added], Cancelled);

        Assert.Equal(2, await Scalar(test.Databases, id, "SELECT COUNT(*) FROM notes"));
        Assert.Equal(3, await Scalar(test.Databases, id, $"SELECT COUNT(*) FROM {ScriptProgress.Table}"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_failing_statement_is_named_and_what_follows_it_does_not_run(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        var broken = SqlScript.Parse("test/broken.sql", """
            CREATE TABLE IF NOT EXISTS fine (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id));

            CREATE TABLE IF NOT EXISTS broken (corporation_id VARCHAR(40) NOT NULL, PRIMARY KEY (corporation_id, missing));
            """);

        var refused = await Refused(
            Refusal.Invalid, "script-failed", () => test.Databases.RunScripts(id, [broken, Scripts.Items], Cancelled));
        Assert.StartsWith("test/broken.sql, line 3: ", refused.Message, StringComparison.Ordinal);

        await test.Databases.RunScripts(id, Scripts.All, Cancelled);
        await AddItem(test.Databases, id, 1, "a");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_database_that_vanished_is_unavailable_and_told_by_the_census(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        var placed = await test.Databases.Place(id, TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        if (dialect is SqlDialect.Sqlite) File.Delete(Path.Combine(test.Folder, placed.Name + ".db"));
        else await OnServer(test, $"DROP DATABASE {placed.Name}; DROP USER {placed.Name}");

        await Refused(Refusal.Unavailable, "database-unreachable", () => test.Databases.Open(id, Cancelled));
        var census = await test.Census();
        Assert.Contains(census.Orphans, orphan => (orphan.Kind, orphan.Name) == ("database", placed.Name));
        Assert.Equal(
            dialect is SqlDialect.MySql, census.Orphans.Any(orphan => (orphan.Kind, orphan.Name) == ("databaseUser", placed.Name)));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_census_names_what_nobody_allocated_and_what_is_stuck(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        await test.Databases.Place(TestDatabases.NewCorporation(), TestDatabases.Stack, DatabaseShape.Own, Cancelled);
        var stray = test.Options.NamePrefix + "stray";
        if (dialect is SqlDialect.Sqlite) await File.WriteAllTextAsync(Path.Combine(test.Folder, stray + ".db"), "", Cancelled);
        else await OnServer(test, $"CREATE DATABASE {stray}; CREATE USER {stray} IDENTIFIED BY 'words-{stray}'");
        Assert.True(await CrashAt(
            test, 3, () => test.Databases.Place(TestDatabases.NewCorporation(), TestDatabases.Stack, DatabaseShape.Own, Cancelled)));

        var census = await test.Census();
        Assert.Equal(2, census.Counts[CensusKinds.Database]);
        Assert.All(census.Orphans, orphan => Assert.Equal(stray, orphan.Name));
        string[] kinds = dialect is SqlDialect.MySql ? ["database", "databaseUser"] : ["database"];
        Assert.Equal(kinds, census.Orphans.Select(orphan => orphan.Kind));

        await test.OnPlatform("UPDATE database_allocation SET created_at = 0 WHERE state = 0");
        Assert.Single(
            (await test.Census()).Orphans, orphan => orphan.Reason.Contains("has not been made", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_callers_faulty_statement_is_a_refusal_without_its_text(SqlDialect dialect)
    {
        await using var test = await TestDatabases.Create(servers, dialect);
        var id = TestDatabases.NewCorporation();
        await PlaceAndRun(test.Databases, id, TestDatabases.Stack, DatabaseShape.Shared);
        await AddItem(test.Databases, id, 1, "hush");

        await Refused(Refusal.Unavailable, "database-error", () => Scalar(test.Databases, id, "SELECT hush FROM nowhere"));
        await Refused(Refusal.Conflict, "row-exists", () => AddItem(test.Databases, id, 1, "hush"));
    }

    private static async Task PlaceAndRun(CorporationDatabases databases, CorporationId id, StackId stack, DatabaseShape shape)
    {
        await databases.Place(id, stack, shape, Cancelled);
        await databases.RunScripts(id, Scripts.All, Cancelled);
    }

    private static async Task<bool> CrashAt(TestDatabases test, int touch, Func<Task> action)
    {
        test.Crash.At(touch);
        try
        {
            await action();
        }
        catch (CrashException)
        {
        }

        test.Crash.Disarm();
        return test.Crash.Happened;
    }

    private static Task<bool> AddItem(CorporationDatabases databases, CorporationId id, long item, string name) => databases.Use(
        id,
        async (connection, _) => await connection.ExecuteAsync(
            "INSERT INTO items (corporation_id, item_id, name, price) VALUES (@id, @item, @name, 12.3456)",
            new { id = id.Value, item, name }) == 1,
        Cancelled);

    private static Task<List<string>> Items(CorporationDatabases databases, CorporationId id) => databases.Use(
        id,
        async (connection, _) => (await connection.QueryAsync<string>(
            "SELECT name FROM items WHERE corporation_id = @id ORDER BY item_id", new { id = id.Value })).ToList(),
        Cancelled);

    private static Task<long> Scalar(CorporationDatabases databases, CorporationId id, string sql) =>
        databases.Use(id, (connection, _) => connection.ExecuteScalarAsync<long>(sql), Cancelled);

    private static async Task OnServer(TestDatabases test, string sql)
    {
        await using var server = new MySqlConnector.MySqlConnection(test.ServerConnectionString);
        await server.ExecuteAsync(sql);
    }

    private static async Task<RefusedException> Refused(Refusal kind, string code, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(action);
        Assert.Equal((kind, code), (refused.Refusal, refused.Code));
        Assert.Null(refused.InnerException);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
        return refused;
    }
}
