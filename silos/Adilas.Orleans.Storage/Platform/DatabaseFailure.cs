namespace Adilas.Platform;

/// <summary>What a driver's exception means for the one who sent the statement.</summary>
internal enum DatabaseFailure
{
    /// <summary>The connection is gone, or cannot be made.</summary>
    Unreachable,

    /// <summary>The server lets nobody write: a replica after a fail-over, or a deliberate stop.</summary>
    ReadOnly,

    /// <summary>Out of space or of another of the server's own means; no statement of ours is to blame.</summary>
    Exhausted,

    /// <summary>A dead-lock, or a lock that did not come in time. Repeat after a rollback.</summary>
    Contended,

    /// <summary>A unique key is taken.</summary>
    Duplicate,

    /// <summary>The values of one of the rows cannot be stored.</summary>
    BadRow,

    /// <summary>Anything else: a missing table or right, a mistake of ours.</summary>
    Other,
}
