using Adilas.Databases;
using Adilas.Operate;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>Embedded (files and SQLite) and as in a cluster (S3 and MariaDB).</summary>
public sealed class CorporationBucketsTests(MySqlFixture servers, S3Fixture s3)
{
    private static readonly StackId Stack = StackId.Parse("data0");

    public static TheoryData<SqlDialect, BucketShape> Shapes => new()
    {
        { SqlDialect.MySql, BucketShape.Shared },
        { SqlDialect.MySql, BucketShape.Own },
        { SqlDialect.Sqlite, BucketShape.Shared },
        { SqlDialect.Sqlite, BucketShape.Own },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_placed_corporation_keeps_its_files_until_it_is_dropped(SqlDialect dialect, BucketShape shape)
    {
        await using var test = await Setting.Create(servers, s3, dialect);
        var (leaving, staying) = (TestDatabases.NewCorporation(), TestDatabases.NewCorporation());
        var placed = await test.Buckets.Place(leaving, Stack, shape, Cancelled);
        var other = await test.Buckets.Place(staying, Stack, shape, Cancelled);
        foreach (var key in new[] { "a", "b/c" })
        {
            await test.Store.Put(placed.At(key), new MemoryStream([1]), new(), Cancelled);
            await test.Store.Put(other.At(key), new MemoryStream([1]), new(), Cancelled);
        }

        Assert.Equal(placed, await test.Another().Place(leaving, Stack, shape, Cancelled));
        Assert.Equal(shape is BucketShape.Shared, placed.Bucket == other.Bucket);
        Assert.DoesNotContain(leaving.Value, placed.At("a").ToString(), StringComparison.Ordinal);

        await test.Buckets.Drop(leaving, Cancelled);
        await test.Buckets.Drop(leaving, Cancelled);

        Assert.Null(await test.Buckets.Find(leaving, Cancelled));
        Assert.Equal(2, (await test.Store.List(other.Bucket, "", null, 10, Cancelled)).Items.Count);
        var census = await test.Census();
        Assert.Equal(1, census.Counts[CensusKinds.Bucket]);
        Assert.Empty(census.Orphans);
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_crash_anywhere_is_mended_by_calling_again_or_rolled_back_to_nothing(SqlDialect dialect, BucketShape shape)
    {
        await using var test = await Setting.Create(servers, s3, dialect);
        for (var touch = 1; ; touch++)
        {
            var (again, undone) = (TestDatabases.NewCorporation(), TestDatabases.NewCorporation());
            var (stack, elsewhere) = (StackId.Parse($"a{touch}"), StackId.Parse($"b{touch}"));
            await test.CrashAt(touch, () => test.Another().Place(again, stack, shape, Cancelled));
            await test.CrashAt(touch, () => test.Another().Place(undone, elsewhere, shape, Cancelled));
            var happened = test.Crash.Happened;

            var placed = await test.Another().Place(again, stack, shape, Cancelled);
            await test.Store.Put(placed.At("a"), new MemoryStream([1]), new(), Cancelled);
            await test.CrashAt(touch, () => test.Another().Drop(undone, Cancelled));
            await test.Another().Drop(undone, Cancelled);

            Assert.Null(await test.Buckets.Find(undone, Cancelled));
            var census = await test.Census();
            Assert.Empty(census.Orphans);
            if (shape is BucketShape.Own) Assert.Equal(touch, census.Counts[CensusKinds.Bucket]);
            if (!happened) break;
            Assert.InRange(touch, 1, 20);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task Many_who_place_the_same_corporation_at_once_get_the_same_place(SqlDialect dialect, BucketShape shape)
    {
        await using var test = await Setting.Create(servers, s3, dialect);
        var id = TestDatabases.NewCorporation();
        var one = test.Another();
        var processes = Enumerable.Range(0, 4).Select(_ => dialect is SqlDialect.MySql ? test.Another() : one).ToList();

        var placed = await Task.WhenAll(Enumerable.Range(0, 8).Select(index =>
            Task.Run(() => processes[index % processes.Count].Place(id, Stack, shape, Cancelled), Cancelled)));

        Assert.Single(placed.Distinct());
        Assert.Equal(1, (await test.Census()).Counts[CensusKinds.Bucket]);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_census_names_strays_and_losses(SqlDialect dialect)
    {
        await using var test = await Setting.Create(servers, s3, dialect);
        var lost = await test.Buckets.Place(TestDatabases.NewCorporation(), Stack, BucketShape.Own, Cancelled);
        await test.Store.DeleteBucket(lost.Bucket, Cancelled);
        var stray = BucketName.Parse(test.Options.BucketPrefix + "stray");
        await test.Store.CreateBucket(stray, Cancelled);

        var census = await test.Census();

        Assert.Equal(1, census.Counts[CensusKinds.Bucket]);
        Assert.Equal(new[] { lost.Bucket.Value, stray.Value }.Order(), census.Orphans.Select(orphan => orphan.Name).Order());
        Assert.All(census.Orphans, orphan => Assert.Equal("bucket", orphan.Kind));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Another_shape_or_stack_is_a_conflict(SqlDialect dialect)
    {
        await using var test = await Setting.Create(servers, s3, dialect);
        var id = TestDatabases.NewCorporation();
        await test.Buckets.Place(id, Stack, BucketShape.Own, Cancelled);

        Assert.Equal("bucket-shape", await Refused(Stack, BucketShape.Shared));
        Assert.Equal("bucket-stack", await Refused(StackId.Parse("x"), BucketShape.Own));

        async Task<string> Refused(StackId stack, BucketShape shape) =>
            (await Assert.ThrowsAsync<RefusedException>(() => test.Buckets.Place(id, stack, shape, Cancelled))).Code;
    }

    private sealed class Setting(
        PlatformConnection connection, ServiceProvider services, ObjectsOptions options, DirectoryInfo folder) : IAsyncDisposable
    {
        private readonly IPlatformDatabase platform = services.GetRequiredService<IPlatformDatabase>();

        public Crash Crash { get; } = new();

        public ObjectsOptions Options => options;

        public IObjectStore Store { get; } = string.IsNullOrEmpty(options.ServiceUrl)
            ? new FolderObjectStore(Wrap(options), TimeProvider.System, NullLogger<FolderObjectStore>.Instance)
            : new S3ObjectStore(Wrap(options), TimeProvider.System, NullLogger<S3ObjectStore>.Instance);

        public ICorporationBuckets Buckets => field ??= Another();

        public static async Task<Setting> Create(MySqlFixture servers, S3Fixture s3, SqlDialect dialect)
        {
            var connection = await servers.NewConnection(dialect);
            var services = new ServiceCollection().AddLogging().AddPlatformDatabase(connection).BuildServiceProvider();
            await services.GetRequiredService<PlatformSchema>().Upgrade(Cancelled);
            var folder = Directory.CreateTempSubdirectory("adilas-buckets-");
            var options = dialect is SqlDialect.MySql ? await s3.Options() : new ObjectsOptions { Folder = folder.FullName };
            options.BucketPrefix = $"t{Random.Shared.GetHexString(10, lowercase: true)}-";
            return new Setting(connection, services, options, folder);
        }

        /// <summary>As another process would have it.</summary>
        public CorporationBuckets Another() => new(
            new BucketAllocations(new CrashingPlatform(platform, Crash), TimeProvider.System),
            Store,
            Wrap(options),
            NullLogger<CorporationBuckets>.Instance);

        public Task<CensusPart> Census() =>
            new BucketCensusTaker(new BucketAllocations(platform, TimeProvider.System), Store, Wrap(options)).Take(Cancelled);

        private static IOptions<ObjectsOptions> Wrap(ObjectsOptions options) => Microsoft.Extensions.Options.Options.Create(options);

        public async Task CrashAt(int touch, Func<Task> action)
        {
            Crash.At(touch);
            try
            {
                await action();
            }
            catch (CrashException)
            {
            }

            Crash.Disarm();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var name in await Store.ListBuckets(options.BucketPrefix))
            {
                while ((await Store.DeletePrefix(BucketName.Parse(name), "")).More)
                {
                }

                await Store.DeleteBucket(BucketName.Parse(name));
            }

            (Store as IDisposable)?.Dispose();
            if (connection.Dialect is SqlDialect.MySql)
            {
                var database = new MySqlConnector.MySqlConnectionStringBuilder(connection.ConnectionString).Database;
                await platform.Write((opened, _) => opened.ExecuteAsync($"DROP DATABASE `{database}`"), CancellationToken.None);
            }

            await services.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
