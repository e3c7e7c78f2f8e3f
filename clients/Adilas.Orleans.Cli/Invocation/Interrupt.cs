using System.Runtime.InteropServices;

namespace Adilas.Invocation;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation; a second one ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, Adilas.ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, Adilas.ExitCode.Terminated)),
    ];

    public CancellationToken Token => _source.Token;

    public int ExitCode { get; private set; } = Adilas.ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        if (_source.IsCancellationRequested) return;

        signal.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }
}
