using Adilas.Refusals;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace Adilas.Platform;

public sealed class PlatformSchemaTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Three_hosts_that_start_at_once_make_one_schema(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Schema(connection).Upgrade(Cancelled), Cancelled)));

        await using var opened = await Open(connection);
        Assert.Equal(0, await opened.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM journal"));
        var runs = await opened.QueryAsync<int>("SELECT COUNT(*) FROM schema_change WHERE type = 0 GROUP BY version");
        Assert.NotEmpty(runs);
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Upgrading_again_changes_nothing(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await Schema(connection).Upgrade(Cancelled);
        await using var opened = await Open(connection);
        var before = await opened.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM schema_change");

        await Schema(connection).Upgrade(Cancelled);

        Assert.Equal(before, await opened.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM schema_change"));
    }

    [Fact]
    public async Task A_user_who_may_not_create_the_database_is_told_so()
    {
        var server = await servers.Server();
        var name = $"nobody_{Guid.NewGuid():N}"[..24];
        await using (var root = new MySqlConnection(server))
        {
            await root.ExecuteAsync($"CREATE USER '{name}'@'127.0.0.1' IDENTIFIED BY 'words-{name}'");
        }

        var connection = PlatformConnection.ForServer(new MySqlConnectionStringBuilder(server)
        {
            UserID = name,
            Password = $"words-{name}",
            Database = $"adilas_{Guid.NewGuid():N}",
        }.ConnectionString);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Schema(connection).Upgrade(Cancelled));

        Assert.Equal((Refusal.Unavailable, "schema-upgrade"), (refused.Refusal, refused.Code));
        Assert.Contains("ConnectionStrings:Aurora", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($"words-{name}", refused.Message, StringComparison.Ordinal);
        Assert.Null(refused.InnerException);
    }

    [Theory]
    [InlineData("Server=127.0.0.1;User ID=a;Password=hush", "must name a database")]
    [InlineData("Server=127.0.0.1;Passwort=hush", "is not a MySQL connection string")]
    public void A_wrong_connection_string_is_named_and_not_repeated(string text, string reason)
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => PlatformConnection.ForServer(text));

        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", thrown.ToString(), StringComparison.Ordinal);
    }

    private static PlatformSchema Schema(PlatformConnection connection) =>
        new(connection, TimeProvider.System, NullLogger<PlatformSchema>.Instance);

    private static async Task<System.Data.Common.DbConnection> Open(PlatformConnection connection)
    {
        var services = new ServiceCollection().AddLogging().AddPlatformDatabase(connection).BuildServiceProvider();
        return await services.GetRequiredService<IPlatformDatabase>().OpenAsync(Cancelled);
    }
}
