namespace Adilas.LocalCluster;

/// <summary>One process of a cluster, which can be killed, stopped and started again in its place.</summary>
public abstract class ClusterMember : IAsyncDisposable
{
    private protected ClusterMember(string name, string role, string url) => (Name, Role, Url) = (name, role, url);

    /// <summary>For instance <c>silo-1</c>.</summary>
    public string Name { get; }

    /// <summary>As in <c>cluster.json</c>.</summary>
    public string Role { get; }

    public string Url { get; }

    public abstract string LogFile { get; }

    /// <summary>0 while it is down. It changes with every start.</summary>
    public abstract int ProcessId { get; }

    /// <summary>Whether it is meant to run: a kill leaves that as it is, a stop does not.</summary>
    internal bool IsWanted { get; private set; }

    /// <summary>Starts it in its old place and returns when it is ready; one that runs is left alone.</summary>
    /// <exception cref="ProcessFailedException">It did not become ready; it is down now.</exception>
    public async Task Start(CancellationToken cancellationToken = default)
    {
        await Launch(cancellationToken);
        IsWanted = true;
    }

    /// <summary>Ends it in good order; it stays down until it is started.</summary>
    public async Task Stop()
    {
        IsWanted = false;
        await Halt();
    }

    /// <summary>SIGKILL, as a crash would; a cluster that restarts what dies starts it again.</summary>
    public abstract void Kill();

    /// <summary>SIGSTOP: connections stay open and nothing answers, until <see cref="Continue"/>.</summary>
    public abstract void Pause();

    /// <summary>Ends a <see cref="Pause"/>.</summary>
    public abstract void Continue();

    public abstract ValueTask DisposeAsync();

    private protected abstract Task Launch(CancellationToken cancellationToken);

    private protected abstract Task Halt();
}
