namespace Adilas.LocalCluster;

/// <summary>
/// A real server of our own on 127.0.0.1, with its own data and secrets, which can be killed, stopped and started again.
/// It never outlives this process.
/// </summary>
public abstract class PrivateServer : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim gate = new(1);
    private readonly ServerFolder folder;
    private readonly List<IDisposable> owned = [];
    private volatile ChildProcess[] children = [];
    private volatile bool isUp;
    private bool disposed;

    private protected PrivateServer(PrivateServerOptions options)
    {
        Options = options;
        if (options.Port is { } port)
        {
            Port = port;
            if (!PortLease.IsFree(port)) throw new IOException($"Port {port} on 127.0.0.1 is in use.");
        }
        else
        {
            Port = Own(PortLease.Take()).Port;
        }

        folder = new ServerFolder(options.DataFolder);
    }

    public int Port { get; }

    /// <summary>The process that callers talk to; 0 while the server, or any part of it, is down. It changes with every start.</summary>
    public int ProcessId => isUp && children is [.., var front] parts && !parts.Any(part => part.HasExited) ? front.Id : 0;

    public string Folder => folder.Path;

    private protected PrivateServerOptions Options { get; }

    public string LogFile => Options.LogFile ?? At("server.log");

    /// <summary>SIGKILL to everything that the server consists of; returns when it is gone.</summary>
    public Task Kill() => Exclusively(KillAll);

    /// <summary>Ends the server in good order.</summary>
    public Task Stop() => Exclusively(StopAll);

    /// <summary>Starts it again on the same port with the same data; a running one is stopped first.</summary>
    public Task Restart(CancellationToken cancellationToken = default) => Exclusively(async () =>
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await StopAll();
        await Up(cancellationToken);
    });

    /// <summary>SIGSTOP: connections stay open and nothing answers, until <see cref="Continue"/>.</summary>
    public void Pause() => Array.ForEach(children, child => child.Pause());

    /// <summary>Ends a <see cref="Pause"/>.</summary>
    public void Continue() => Array.ForEach(children, child => child.Continue());

    public async ValueTask DisposeAsync()
    {
        await Exclusively(async () =>
        {
            if (disposed) return;
            disposed = true;

            // Kept data deserve a good end; temporary ones only need to go.
            await (Options.DataFolder is null ? KillAll() : StopAll());
            folder.Dispose();
            owned.ForEach(thing => thing.Dispose());
        });
        GC.SuppressFinalize(this);
    }

    private protected static async Task<T> Started<T>(T server, CancellationToken cancellationToken) where T : PrivateServer
    {
        try
        {
            await server.Exclusively(() => server.Up(cancellationToken));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the processes and returns when the server answers.</summary>
    private protected abstract Task Launch(CancellationToken cancellationToken);

    /// <summary>Disposes of <paramref name="thing"/> together with the server.</summary>
    private protected T Own<T>(T thing) where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    private protected string At(string name) => folder.At(name);

    private protected ChildProcess Add(ChildProcessOptions options)
    {
        var child = ChildProcess.Start(options);
        children = [.. children, child];
        return child;
    }

    /// <summary>Kills without waiting for the end, as a crash would.</summary>
    internal void KillNow() => Array.ForEach(children, child => child.Kill());

    private async Task Up(CancellationToken cancellationToken)
    {
        try
        {
            await Launch(cancellationToken);
            isUp = true;
        }
        catch
        {
            await KillAll();
            throw;
        }
    }

    private async Task KillAll()
    {
        KillNow();
        isUp = false;
        foreach (var child in children) await child.DisposeAsync();
        children = [];
    }

    private async Task StopAll()
    {
        foreach (var child in Enumerable.Reverse(children))
        {
            if (!child.HasExited) await child.Stop(StopGrace);
        }

        await KillAll();
    }

    private async Task Exclusively(Func<Task> action)
    {
        await gate.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            gate.Release();
        }
    }
}
