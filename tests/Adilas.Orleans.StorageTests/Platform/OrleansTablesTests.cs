using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;

namespace Adilas.Platform;

/// <summary>Orleans' own providers, driven through their public interfaces, against the queries that our schema gives them.</summary>
public sealed class OrleansTablesTests(MySqlFixture servers)
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Membership_is_inserted_updated_and_read_only_against_the_version_that_was_read(SqlDialect dialect)
    {
        await using var provider = await Providers(dialect);
        var table = provider.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancelled);
        var empty = await table.ReadAllAsync(Cancelled);
        Assert.Empty(empty.Members);
        var first = Silo(1);

        Assert.True(await table.InsertRowAsync(first, empty.Version.Next(), Cancelled));
        Assert.False(await table.InsertRowAsync(Silo(2), empty.Version.Next(), Cancelled));
        var one = await table.ReadAllAsync(Cancelled);
        Assert.False(await table.InsertRowAsync(first, one.Version.Next(), Cancelled));
        Assert.Equal(empty.Version.Version + 1, one.Version.Version);

        first.Status = SiloStatus.Active;
        first.AddSuspector(Silo(7).SiloAddress, Now);
        Assert.False(await table.UpdateRowAsync(first, one.Members[0].Item2, empty.Version.Next(), Cancelled));
        Assert.False(await table.UpdateRowAsync(Silo(9), one.Members[0].Item2, one.Version.Next(), Cancelled));
        Assert.True(await table.UpdateRowAsync(first, one.Members[0].Item2, one.Version.Next(), Cancelled));

        var row = await table.ReadRowAsync(first.SiloAddress, Cancelled);
        Assert.Equal(one.Version.Version + 1, row.Version.Version);
        var read = Assert.Single(row.Members).Item1;
        Assert.Equal((SiloStatus.Active, "silo-1", "here", 30001), (read.Status, read.SiloName, read.HostName, read.ProxyPort));
        Assert.Single(read.SuspectTimes!);
        Assert.Equal(Now, read.StartTime);
        Assert.Empty((await table.ReadRowAsync(Silo(5).SiloAddress, Cancelled)).Members);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Only_silos_that_are_dead_for_long_are_swept(SqlDialect dialect)
    {
        await using var provider = await Providers(dialect);
        var table = provider.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancelled);
        foreach (var (port, status) in new[] { (1, SiloStatus.Dead), (2, SiloStatus.Active), (3, SiloStatus.Dead) })
        {
            var silo = Silo(port);
            silo.Status = status;
            Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));
        }

        var alive = Silo(3);
        alive.IAmAliveTime = Now.AddHours(2);
        await table.UpdateIAmAliveAsync(alive, Cancelled);
        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Now.AddHours(1)), Cancelled);

        Assert.Equal([2, 3], (await table.ReadAllAsync(Cancelled)).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());
        await table.DeleteMembershipTableEntriesAsync("cluster", Cancelled);
        await table.InitializeMembershipTableAsync(true, Cancelled);
        Assert.Empty((await table.ReadAllAsync(Cancelled)).Members);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Racing_silos_join_one_after_the_other(SqlDialect dialect)
    {
        await using var provider = await Providers(dialect);
        var table = provider.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancelled);
        var start = (await table.ReadAllAsync(Cancelled)).Version;

        // Six at once, on their own connections: only one may win, and none may fail for a dead-lock.
        var joined = await Task.WhenAll(Enumerable.Range(1, 6).Select(port => Task.Run(() => table.InsertRowAsync(Silo(port), start.Next(), Cancelled), Cancelled)));

        Assert.Single(joined, true);
        var after = await table.ReadAllAsync(Cancelled);
        Assert.Equal((1, start.Version + 1), (after.Members.Count, after.Version.Version));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Reminders_are_kept_by_grain_and_by_range(SqlDialect dialect)
    {
        await using var provider = await Providers(dialect);
        var table = provider.GetRequiredService<IReminderTable>();
        await table.StartAsync(Cancelled);
        var grain = GrainId.Create("dispatcher", "~pool/0");
        var entry = new ReminderEntry { GrainId = grain, ReminderName = "wake", StartAt = Now, Period = TimeSpan.FromMinutes(1) };

        var first = await table.UpsertRow(entry, Cancelled);
        var second = await table.UpsertRow(entry, Cancelled);

        Assert.Equal(("0", "1"), (first, second));
        var reminder = await table.ReadRow(grain, "wake", Cancelled);
        Assert.Equal((Now, TimeSpan.FromMinutes(1), second), (reminder!.StartAt, reminder.Period, reminder.ETag));
        var hash = grain.GetUniformHashCode();
        Assert.Single((await table.ReadRows(hash - 1, hash, Cancelled)).Reminders);
        Assert.Empty((await table.ReadRows(hash, hash + 1, Cancelled)).Reminders);
        Assert.Empty((await table.ReadRows(hash, hash - 1, Cancelled)).Reminders);
        Assert.Single((await table.ReadRows(grain, Cancelled)).Reminders);
        Assert.False(await table.RemoveRow(grain, "wake", first!, Cancelled));
        Assert.True(await table.RemoveRow(grain, "wake", second!, Cancelled));
        Assert.Null(await table.ReadRow(grain, "wake", Cancelled));
    }

    private static MembershipEntry Silo(int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 17),
        SiloName = $"silo-{port}",
        HostName = "here",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + port,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    private async Task<ServiceProvider> Providers(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await new PlatformSchema(connection, TimeProvider.System, NullLogger<PlatformSchema>.Instance).Upgrade(Cancelled);
        var services = new ServiceCollection().AddLogging();
        new HostBuilder().UseOrleans(silo =>
        {
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (connection.Invariant, connection.ConnectionString));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (connection.Invariant, connection.ConnectionString));
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("cluster", "service"));
            foreach (var service in silo.Services) services.Add(service);
        }).Build().Dispose();
        return services.BuildServiceProvider();
    }
}
