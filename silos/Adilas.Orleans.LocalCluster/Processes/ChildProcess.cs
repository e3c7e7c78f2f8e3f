using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Adilas.LocalCluster;

/// <summary>
/// A program that this process started and that never outlives it: the kernel kills it when this process ends in any way,
/// SIGKILL included. It runs in a session of its own, so that Ctrl-C in a terminal reaches only this process.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process process;
    private readonly OutputLog output;
    private readonly Task pumped;
    private readonly Lock signalling = new();

    private ChildProcess(string name, Process process, OutputLog output)
    {
        Name = name;
        this.process = process;
        this.output = output;
        Id = process.Id;
        pumped = Task.WhenAll(output.Pump(process.StandardOutput, isError: false), output.Pump(process.StandardError, isError: true));
    }

    public string Name { get; }

    public int Id { get; }

    public bool HasExited => process.HasExited;

    /// <summary>The exit code, 128 and more after a signal; <c>null</c> while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>The last lines that it wrote to either output.</summary>
    public string Output => output.Tail(withErrors: true);

    public string? LogFile => output.File;

    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        var output = new OutputLog(options.LogFile);
        try
        {
            return new ChildProcess(options.Name, ProcessStarter.Start(CommandOf(options)), output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The last lines of its standard output.</returns>
    /// <exception cref="ProcessFailedException">It ended with another code than 0, or not within <paramref name="limit"/>.</exception>
    public static async Task<string> Run(ChildProcessOptions options, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        await using var child = Start(options);
        var code = await child.WaitForExit(limit, cancellationToken);
        return code is 0 ? child.output.Tail(withErrors: false) : throw new ProcessFailedException(child, $"ended with code {code}");
    }

    /// <summary>SIGKILL: it ends at once and saves nothing.</summary>
    public void Kill() => Signal(SigKill);

    /// <summary>SIGTERM: asks it to end in good order.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>SIGSTOP: it keeps its connections and answers nothing until <see cref="Continue"/>.</summary>
    public void Pause() => Signal(SigStop);

    /// <summary>SIGCONT: ends a <see cref="Pause"/>.</summary>
    public void Continue() => Signal(SigCont);

    /// <summary>Asks it to end, and kills it when it has not done so within <paramref name="grace"/>.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> Stop(TimeSpan grace)
    {
        Continue();
        Terminate();
        try
        {
            await process.WaitForExitAsync().WaitAsync(grace);
            return true;
        }
        catch (TimeoutException)
        {
            Kill();
            await WaitForExit();
            return false;
        }
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExit(CancellationToken cancellationToken = default)
    {
        await process.WaitForExitAsync(cancellationToken);

        // A grandchild may hold the pipe open: the exit counts, the rest of the output only when it comes soon.
        await Task.WhenAny(pumped, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
        return process.ExitCode;
    }

    /// <exception cref="ProcessFailedException">It still runs after <paramref name="limit"/>.</exception>
    public async Task<int> WaitForExit(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        try
        {
            return await WaitForExit(cancellationToken).WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ProcessFailedException(this, $"still runs after {limit.TotalSeconds:0.#} s");
        }
    }

    /// <summary>
    /// Waits until <paramref name="condition"/> holds; an exception from it counts as "not yet".
    /// Errors name it by <paramref name="what"/>, for instance <c>answers /health/ready</c>.
    /// </summary>
    /// <exception cref="ProcessFailedException">It ended, or the condition does not hold after <paramref name="limit"/>.</exception>
    public async Task WaitUntil(
        string what, Func<CancellationToken, Task<bool>> condition, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var exited = false;
        var met = await Deadline.Poll(StopOrHolds, limit, cancellationToken);
        if (exited) throw new ProcessFailedException(this, $"ended with code {await WaitForExit(cancellationToken)} before it {what}");
        if (!met.Holds) throw new ProcessFailedException(this, $"was given {limit.TotalSeconds:0.#} s, but not yet {what}", met.LastError);

        async Task<bool> StopOrHolds(CancellationToken token) => (exited = process.HasExited) || await condition(token);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await WaitForExit();
        process.Dispose();
        output.Dispose();
    }

    private static ProcessStartInfo CommandOf(ChildProcessOptions options)
    {
        var start = new ProcessStartInfo(Programs.Find("setsid"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingFolder ?? "",
        };
        start.ArgumentList.Add(Programs.Find("setpriv"));
        if (options.User is { } user)
        {
            // Becoming another user clears the death signal, so the program must not do it later by itself.
            string[] become = ["--reuid", user, "--regid", user, "--init-groups"];
            foreach (var argument in become) start.ArgumentList.Add(argument);
        }

        foreach (var argument in (string[])["--pdeathsig", "KILL", Programs.Find(options.Program), .. options.Arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in options.Environment) start.Environment[name] = value;
        return start;
    }

    private void Signal(int signal)
    {
        lock (signalling)
        {
            if (!process.HasExited) _ = SendSignal(Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
