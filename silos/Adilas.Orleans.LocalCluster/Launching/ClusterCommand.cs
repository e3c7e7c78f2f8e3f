using System.Diagnostics;

namespace Adilas.LocalCluster;

/// <summary><c>run --cluster</c>: starts a cluster, says where it is, and stops it when asked to.</summary>
internal static class ClusterCommand
{
    public static async Task<int> Run(string[] arguments)
    {
        LaunchArguments asked;
        try
        {
            asked = LaunchArguments.Parse(arguments);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"run: {wrong.Message}\nUsage: {LaunchArguments.Usage}");
            return 2;
        }

        using var stop = new StopSignal();
        try
        {
            await RunUntilStopped(asked, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (failure is ProcessFailedException or IOException or InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"run: the cluster did not start. {failure.Message}");
            return 1;
        }
    }

    private static async Task RunUntilStopped(LaunchArguments asked, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        await using var cluster = await TrialCluster.Start(
            new()
            {
                Size = asked.Size,
                DataFolder = asked.Data,
                Port = asked.Port,
                Restart = asked.Restart,
                Report = line => Console.WriteLine($"{clock.Elapsed.TotalSeconds,7:0.0} s  {line}"),
            },
            stop);
        Console.WriteLine($"""

            {cluster.Url} is ready: {asked.Size} (silos x web hosts).
              operator key   {cluster.OperatorKeyFile}
              processes      {cluster.ProcessesFile}
              stop           Ctrl-C

            """);
        await Task.Delay(Timeout.Infinite, stop);
    }
}
