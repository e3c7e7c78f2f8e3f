using Adilas.Corporations;

namespace Adilas.Databases;

/// <summary>Changes to one database by the one who holds the right to it. Each may be repeated.</summary>
internal interface IDatabaseWork : IAsyncDisposable
{
    /// <summary>Makes the database and, with a password, a user of the same name with rights on it alone.</summary>
    Task Create(string? password, CancellationToken cancellationToken);

    /// <summary>Runs the scripts that have not run.</summary>
    Task RunScripts(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken);

    /// <summary>Deletes the corporation's rows from every table that has such, in small pieces.</summary>
    Task DeleteRows(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>Drops the database and its user.</summary>
    Task Drop(CancellationToken cancellationToken);
}
