using Adilas.Platform;

namespace Adilas.Journal;

/// <summary>A connection on which batches are stored, one after the other, each in a transaction.</summary>
internal interface IWriteSession : IAsyncDisposable
{
    DatabaseFailure Classify(Exception failure);

    Task Rollback(CancellationToken cancellationToken);

    /// <summary>Makes an answer on the connection, so that neither end takes it for dead.</summary>
    Task Ping(CancellationToken cancellationToken);
}
