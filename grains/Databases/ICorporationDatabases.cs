using System.Data.Common;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Stacks;

namespace Adilas.Databases;

/// <summary>
/// The databases that hold corporations' business rows. Everything may be repeated, from any silo, after a crash at any point: the
/// same corporation always gets the same database. Servers that do not answer are <see cref="Refusal.Unavailable"/>
/// (<c>database-unreachable</c>, <c>database-read-only</c>, <c>database-exhausted</c>, <c>database-busy</c>, <c>database-error</c>).
/// </summary>
public interface ICorporationDatabases
{
    /// <summary>Gives the corporation a database: a place in the stack's shared one, or one of its own, made if need be.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Conflict"/>: <c>database-shape</c> when it has one of the other shape, <c>database-stack</c> when on another
    /// stack, <c>database-leaving</c> while it is being dropped: drop it to the end first.
    /// </exception>
    Task<CorporationDatabase> Place(
        CorporationId corporation, StackId stack, DatabaseShape shape, CancellationToken cancellationToken = default);

    /// <summary>The corporation's database, or <c>null</c> when it has none.</summary>
    Task<CorporationDatabase?> Find(CorporationId corporation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs those scripts that have not run in the corporation's database, in this order, and remembers them there. In a shared
    /// database they run for the first corporation and are known for the others.
    /// </summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>: <c>database-unknown</c>. <see cref="Refusal.Conflict"/>: <c>script-changed</c> when a script
    /// of this name ran with another text. <see cref="Refusal.Invalid"/>: <c>script-failed</c>, with script and statement.
    /// </exception>
    Task RunScripts(CorporationId corporation, IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken = default);

    /// <summary>
    /// An open connection to the corporation's database, out of the server's pool; dispose it soon. It acts with the runtime's own
    /// rights, so in a shared database only the <c>WHERE corporation_id = …</c> of its statements keeps corporations apart.
    /// Its driver's exceptions are the caller's; <see cref="Use"/> turns them into refusals.
    /// </summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: <c>database-unknown</c>.</exception>
    Task<DbConnection> Open(CorporationId corporation, CancellationToken cancellationToken = default);

    /// <summary>Opens, works and closes, away from the caller's scheduler and with the driver's exceptions as refusals.</summary>
    /// <exception cref="RefusedException">As <see cref="Open"/>; and what <paramref name="work"/> refuses.</exception>
    Task<T> Use<T>(
        CorporationId corporation, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="Use{T}"/>, for statements that are not ours: on a connection that can do what the corporation's own pages can, and
    /// nothing outside of its database. Cancelling ends the running statement at the server too.
    /// </summary>
    /// <exception cref="RefusedException">
    /// As <see cref="Use{T}"/>; and <see cref="Refusal.Conflict"/>: <c>database-shared</c>. <see cref="Refusal.Invalid"/>:
    /// <c>statement-failed</c>, with the server's own words, which may repeat values of the statement: they are for its author, not for logs.
    /// </exception>
    Task<T> UseAsOwner<T>(
        CorporationId corporation,
        StatementLimits limits,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken = default);

    /// <summary>What the corporation's own pages connect with; <c>null</c> unless it has a server database of its own.</summary>
    Task<DatabaseCredentials?> FindCredentials(CorporationId corporation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the corporation's rows away: its own database and user, or its rows in the shared one, in small pieces. Stop its
    /// traffic first; a row written meanwhile may stay behind. Dropping what is not there changes nothing.
    /// </summary>
    Task Drop(CorporationId corporation, CancellationToken cancellationToken = default);
}
