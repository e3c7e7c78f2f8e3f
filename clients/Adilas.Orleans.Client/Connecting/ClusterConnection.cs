using Microsoft.Extensions.Logging;

namespace Adilas.Connecting;

/// <summary>Follows the Orleans client of this process to its first connection.</summary>
internal sealed partial class ClusterConnection(ILogger<ClusterConnection> logger)
    : IClusterConnection, ILifecycleParticipant<IClusterClientLifecycle>
{
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsConnected => connected.Task.IsCompletedSuccessfully;

    public bool IsInProcess => false;

    public Task WhenConnected(CancellationToken cancellationToken) => connected.Task.WaitAsync(cancellationToken);

    public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(ClusterConnection), ServiceLifecycleStage.Active, _ =>
        {
            if (connected.TrySetResult()) LogConnected();
            return Task.CompletedTask;
        });

    [LoggerMessage(LogLevel.Information, "Connected to the cluster")]
    private partial void LogConnected();
}

/// <summary>For a process whose silo starts before anything calls it.</summary>
internal sealed class InProcessConnection : IClusterConnection
{
    public bool IsConnected => true;

    public bool IsInProcess => true;

    public Task WhenConnected(CancellationToken cancellationToken) => Task.CompletedTask;
}
