using System.Data.Common;
using Adilas.Refusals;

namespace Adilas.Platform;

/// <summary>
/// The one database in which the runtime keeps what it writes: journal, projections, effects, cluster membership.
/// Statements run best through <see cref="PlatformDatabaseExtensions"/>.
/// </summary>
public interface IPlatformDatabase
{
    SqlDialect Dialect { get; }

    /// <summary>A pooled connection; the caller disposes it.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the server does not answer, or refuses us.</exception>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the right to write. The embedded file has one writer at a time, and writers that race are served badly
    /// (seconds at the tail); a server has no such right, and this costs nothing there. Never held across another call of it.
    /// </summary>
    ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What a caller may be told of a driver's failure; the cause goes to the log. Drops pooled connections to a server that
    /// turned read-only or was lost, so that the next ones find its successor.
    /// </summary>
    RefusedException Refuse(Exception failure);
}
