namespace Adilas.LocalCluster;

/// <summary>A store of a cluster.</summary>
internal sealed class StoreMember(string role, string url, PrivateServer server) : ClusterMember(role, role, url)
{
    public override string LogFile => server.LogFile;

    public override int ProcessId => server.ProcessId;

    public override void Kill() => server.KillNow();

    public override void Pause() => server.Pause();

    public override void Continue() => server.Continue();

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>It was started when it was made.</summary>
    private protected override Task Launch(CancellationToken cancellationToken) =>
        ProcessId is 0 ? server.Restart(cancellationToken) : Task.CompletedTask;

    private protected override Task Halt() => server.Stop();
}
