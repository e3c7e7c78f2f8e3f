using System.Runtime.InteropServices;

namespace Adilas.LocalCluster;

/// <summary>Ctrl-C, SIGTERM or a closed terminal ask for an end in good order. A second one ends at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource asked = new();
    private readonly List<PosixSignalRegistration> registrations;

    public StopSignal() => registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    public CancellationToken Token => asked.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        asked.Dispose();
    }

    /// <summary>The second signal takes its usual course: this process ends, and the kernel ends its children.</summary>
    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !asked.IsCancellationRequested;
        _ = asked.CancelAsync();
    }
}
