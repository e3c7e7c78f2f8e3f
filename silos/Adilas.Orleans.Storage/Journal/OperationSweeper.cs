using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adilas.Journal;

/// <summary>Drops answers to operation ids that have expired, a few at a time, from time to time. Every silo does; they do not mind each other.</summary>
internal sealed partial class OperationSweeper(IPlatformDatabase database, TimeProvider clock, ILogger<OperationSweeper> logger) : BackgroundService
{
    private const int RowsAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval * (0.5 + Random.Shared.NextDouble()), clock, stoppingToken);
                try
                {
                    await Sweep(stoppingToken);
                }
                catch (RefusedException refused)
                {
                    LogPostponed(refused.Code);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <returns>How many were dropped.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var dropped = await SweepSome(cancellationToken);
            total += dropped;
            if (dropped < RowsAtOnce) return total;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private Task<int> SweepSome(CancellationToken cancellationToken) => database.Write(
        async (connection, ct) =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = database.Dialect switch
            {
                SqlDialect.MySql => "DELETE FROM operation_result WHERE created_at < @before ORDER BY created_at LIMIT @limit",
                SqlDialect.Sqlite => """
                    DELETE FROM operation_result WHERE (caller, operation_id) IN
                      (SELECT caller, operation_id FROM operation_result WHERE created_at < @before ORDER BY created_at LIMIT @limit)
                    """,
            };
            command.Add("@before", StoredTime.ToMicroseconds(clock.GetUtcNow() - OperationResult.Lifetime)).Add("@limit", RowsAtOnce);
            return await command.ExecuteNonQueryAsync(ct);
        },
        cancellationToken);

    [LoggerMessage(LogLevel.Information, "Expired answers stay for now: {Code}")]
    private partial void LogPostponed(string code);
}
