namespace Adilas.Connecting;

/// <summary>Whether grain calls can be made. A host starts, and listens, before the cluster is there.</summary>
public interface IClusterConnection
{
    /// <summary>
    /// Whether a connection was made since the start. Once it was, lost gateways are the library's business: calls fail with
    /// <see cref="Refusals.Refusal.Unavailable"/> while there are none, and go on when there is one again.
    /// </summary>
    bool IsConnected { get; }

    /// <summary>Whether the grains live in this process.</summary>
    bool IsInProcess { get; }

    /// <summary>Completes when <see cref="IsConnected"/>.</summary>
    Task WhenConnected(CancellationToken cancellationToken = default);
}
