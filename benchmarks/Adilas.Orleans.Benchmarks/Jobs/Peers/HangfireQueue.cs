using System.Diagnostics;
using Adilas.LocalCluster;
using Hangfire;
using Hangfire.Redis.StackExchange;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>Hangfire on a Redis of its own that flushes every second, looking for what is due every second.</summary>
internal sealed class HangfireQueue : IJobPeer
{
    private const int Workers = 20;

    private readonly PrivateRedis redis;
    private readonly ConnectionMultiplexer connection;
    private readonly RedisStorage storage;
    private readonly BackgroundJobClient client;

    private HangfireQueue(PrivateRedis redis, ConnectionMultiplexer connection)
    {
        (this.redis, this.connection) = (redis, connection);
        storage = new RedisStorage(connection, new RedisStorageOptions { Prefix = "{peer}:" });
        client = new BackgroundJobClient(storage);
    }

    public string Name => "Hangfire";

    public static async Task<HangfireQueue> Start(CancellationToken cancellationToken)
    {
        // Its calls block their threads.
        ThreadPool.SetMinThreads(JobsBenchmark.Callers * 2, JobsBenchmark.Callers * 2);
        var redis = await PrivateRedis.Start(appendOnly: true, cancellationToken: cancellationToken);
        return new HangfireQueue(redis, await ConnectionMultiplexer.ConnectAsync(redis.Configuration));
    }

    public async Task<PeerRound> Run(PeerSize size, CancellationToken cancellationToken)
    {
        var single = await JobsBenchmark.Rate(JobsBenchmark.Callers, size.Duration, _ =>
        {
            client.Enqueue(() => PeerJobs.Nothing());
            return Task.FromResult(1);
        });
        await connection.GetServers()[0].FlushDatabaseAsync();

        for (var number = 0; number < size.Jobs; number++) client.Enqueue(() => PeerJobs.Nothing());
        PeerJobs.Forget();
        var watch = Stopwatch.StartNew();
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = Workers, SchedulePollingInterval = TimeSpan.FromSeconds(1) }, storage);
        await PeerJobs.WhenDone(size.Jobs, cancellationToken);
        var run = size.Jobs / watch.Elapsed.TotalSeconds;

        PeerJobs.Forget();
        for (var number = 1; number <= size.IdleJobs; number++)
        {
            var at = PeerJobs.Now();
            client.Enqueue(() => PeerJobs.Timed(at));
            await PeerJobs.WhenDone(number, cancellationToken);
        }

        var idle = PeerJobs.Taken();
        PeerJobs.Forget();
        var first = PeerJobs.Now() + 2_000;
        for (var number = 0; number < size.LateJobs; number++)
        {
            var due = first + (number * 5);
            client.Schedule(() => PeerJobs.Timed(due), DateTimeOffset.UnixEpoch.AddMilliseconds(due));
        }

        await PeerJobs.WhenDone(size.LateJobs, cancellationToken);
        return new PeerRound(single, null, run, idle, PeerJobs.Taken());
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await redis.DisposeAsync();
    }
}
