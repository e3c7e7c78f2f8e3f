using System.Globalization;
using StackExchange.Redis;

namespace Adilas.Embedded;

/// <summary>
/// Knows whether the hot store came back with what it held: a value that it must hold is written down beside it. Also folds its
/// append-only file into a checkpoint every hour, or the file would grow for ever.
/// </summary>
internal sealed partial class HotSentinel(DataFolder folder, IConnectionMultiplexer redis, TimeProvider clock, ILogger<HotSentinel> logger)
    : BackgroundService
{
    private const string Key = "sentinel";
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var file = folder.Combine("hot", "sentinel");
        var database = redis.GetDatabase();
        try
        {
            if (File.Exists(file) && await database.StringGetAsync(Key) != await File.ReadAllTextAsync(file, stoppingToken)) LogStartedEmpty();
            var mark = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            await database.StringSetAsync(Key, mark);
            await File.WriteAllTextAsync(file, mark, stoppingToken);

            using var timer = new PeriodicTimer(CheckpointEvery, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await database.ExecuteAsync("BGSAVE");
        }
        catch (RedisException failure)
        {
            LogFailed(failure.GetType().Name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The hot store did not come back with what it held: the times at which keys were last used are lost, nothing durable is")]
    private partial void LogStartedEmpty();

    [LoggerMessage(LogLevel.Warning, "The hot store could not be looked after: {Failure}")]
    private partial void LogFailed(string failure);
}
