using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Adilas.Benchmarks;

/// <summary>Quartz on MariaDB, flushed on each commit, clustered, taking 20 triggers at once.</summary>
internal sealed class QuartzQueue(string serverConnection) : IJobPeer
{
    private const int Threads = 20;

    public string Name => "Quartz";

    public async Task<PeerRound> Run(PeerSize size, CancellationToken cancellationToken)
    {
        await using (var connection = new MySqlConnector.MySqlConnection(serverConnection))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new MySqlConnector.MySqlCommand("DROP DATABASE IF EXISTS peer_quartz; CREATE DATABASE peer_quartz", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var services = Services();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        await scheduler.AddJob(JobBuilder.Create<NothingJob>().WithIdentity("nothing").StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);
        await scheduler.AddJob(JobBuilder.Create<TimedJob>().WithIdentity("timed").StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);
        var number = 0;
        var single = await JobsBenchmark.Rate(JobsBenchmark.Callers, size.Duration, async _ =>
        {
            await Schedule("nothing", TimeProvider.System.GetUtcNow());
            return 1;
        });
        var count = number;
        PeerJobs.Forget();
        var watch = Stopwatch.StartNew();
        await scheduler.Start(cancellationToken);
        await PeerJobs.WhenDone(count, cancellationToken);
        var run = count / watch.Elapsed.TotalSeconds;

        PeerJobs.Forget();
        for (var done = 1; done <= size.IdleJobs; done++)
        {
            await Schedule("timed", TimeProvider.System.GetUtcNow());
            await PeerJobs.WhenDone(done, cancellationToken);
        }

        var idle = PeerJobs.Taken();
        PeerJobs.Forget();
        var first = TimeProvider.System.GetUtcNow().AddSeconds(5);
        for (var late = 0; late < size.LateJobs; late++) await Schedule("timed", first.AddMilliseconds(late * 5));
        await PeerJobs.WhenDone(size.LateJobs, cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: false, cancellationToken);
        return new PeerRound(single, null, run, idle, PeerJobs.Taken());

        async Task Schedule(string job, DateTimeOffset at) => await scheduler.ScheduleJob(
            TriggerBuilder.Create().WithIdentity($"trigger{Interlocked.Increment(ref number)}").ForJob(job).StartAt(at).Build(), cancellationToken: cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "peer";
                options.GenerateInstanceId = true;
                options.MaxBatchSize = Threads;
                options.BatchTriggerAcquisitionFireAheadTimeWindow = TimeSpan.FromMilliseconds(100);
                options.IdleWaitTime = TimeSpan.FromSeconds(1);
            });
            quartz.UseDefaultThreadPool(maxConcurrency: Threads);
            quartz.UsePersistentStore(store =>
            {
                store.UseMySqlConnector($"{serverConnection};Database=peer_quartz");
                store.UseClustering();
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.ConfigureStore(options => options.AcquireTriggersWithinLock = true);
            });
        });
        return services.BuildServiceProvider();
    }
}
