using System.Data.Common;
using Adilas.Refusals;

namespace Adilas.Databases;

/// <summary>A place where databases can be made. Names come from the allocation table alone.</summary>
internal interface IDatabaseServer
{
    /// <summary>Whether databases here have users and passwords.</summary>
    bool HasUsers { get; }

    /// <summary>The right to change the database, which one holder in all processes has; dispose it to let go.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, <c>database-busy</c>: nobody let go in time.</exception>
    Task<IDatabaseWork> Enter(string database, CancellationToken cancellationToken);

    /// <summary>A connection that looks at this database, from the server's one pool.</summary>
    Task<DbConnection> Open(string database, CancellationToken cancellationToken);

    /// <summary>A connection with the rights of the database's user alone, or, where there are no users, to this database alone.</summary>
    Task<DbConnection> OpenAsOwner(string database, string? password, StatementLimits limits, CancellationToken cancellationToken);

    /// <summary>What is there under our prefix.</summary>
    Task<(IReadOnlySet<string> Databases, IReadOnlySet<string> Users)> List(string prefix, CancellationToken cancellationToken);

    /// <summary>How pages reach the database of this name, as the user of the same name; <c>null</c> without users.</summary>
    DatabaseCredentials? Credentials(string database, string password);

    /// <summary>What a caller may be told of a driver's failure; the cause goes to the log.</summary>
    RefusedException Refuse(Exception failure);
}
