using System.Collections.Concurrent;
using System.Diagnostics;

namespace Adilas.LocalCluster;

/// <summary>
/// Starts every child from one thread that lives as long as this process: the kernel sends a child its death signal
/// when the <em>thread</em> that started it ends, and pool threads come and go.
/// </summary>
internal static class ProcessStarter
{
    private static readonly BlockingCollection<Action> Work = [];

    static ProcessStarter() => new Thread(Loop) { IsBackground = true, Name = "process starter" }.Start();

    public static Process Start(ProcessStartInfo command)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                var process = Process.Start(command)!;
                process.StandardInput.Close();
                started.SetResult(process);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Loop()
    {
        foreach (var work in Work.GetConsumingEnumerable()) work();
    }
}
