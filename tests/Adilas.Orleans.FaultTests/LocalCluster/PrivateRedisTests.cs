using StackExchange.Redis;

namespace Adilas.LocalCluster;

public sealed class PrivateRedisTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_append_only_server_keeps_its_data_over_a_stop()
    {
        await using var server = await PrivateRedis.Start(appendOnly: true, cancellationToken: Cancelled);
        await Use(server, database => database.StringSetAsync("key", "value"));

        await server.Stop();
        await server.Restart(Cancelled);

        Assert.Equal("value", await Use(server, database => database.StringGetAsync("key")));
    }

    [Fact]
    public async Task Another_server_forgets_when_killed_and_comes_back_on_its_port()
    {
        await using var server = await PrivateRedis.Start(cancellationToken: Cancelled);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await connection.GetDatabase().StringSetAsync("key", "value");

        await server.Kill();
        await server.Restart(Cancelled);

        var again = RedisValue.EmptyString;
        await Deadline.Until("the connection is back", async _ =>
        {
            again = await connection.GetDatabase().StringGetAsync("key");
            return true;
        }, TimeSpan.FromSeconds(20), Cancelled);
        Assert.True(again.IsNull);
    }

    [Fact]
    public async Task A_paused_server_answers_nothing_until_it_goes_on()
    {
        await using var server = await PrivateRedis.Start(cancellationToken: Cancelled);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",asyncTimeout=300,connectRetry=1");
        await connection.GetDatabase().PingAsync();

        server.Pause();
        await Assert.ThrowsAnyAsync<Exception>(() => connection.GetDatabase().PingAsync());
        server.Continue();

        await Deadline.Until("it answers", async _ => await connection.GetDatabase().PingAsync() > TimeSpan.Zero, TimeSpan.FromSeconds(20), Cancelled);
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_password()
    {
        await using var server = await PrivateRedis.Start(cancellationToken: Cancelled);

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},connectRetry=0"));
    }

    private static async Task<T> Use<T>(PrivateRedis server, Func<IDatabase, Task<T>> action)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        return await action(connection.GetDatabase());
    }
}
