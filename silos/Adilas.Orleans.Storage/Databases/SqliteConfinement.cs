using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adilas.Databases;

/// <summary>
/// Keeps a connection to its own file. SQLite runs in this process and knows no users, so statements that are not ours could otherwise
/// open any file that we can, or change limits of the whole process.
/// </summary>
internal static class SqliteConfinement
{
    private const int MaxValueBytes = 16 * 1024 * 1024;
    private const int InstructionsBetweenLooks = 2_000;

    public static void Apply(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var handle = connection.Handle!;
        raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LENGTH, MaxValueBytes);
        raw.sqlite3_set_authorizer(handle, (delegate_authorizer)Authorize, null);
        raw.sqlite3_progress_handler(handle, InstructionsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
    }

    private static int Authorize(object data, int action, utf8z first, utf8z second, utf8z database, utf8z inner) =>
        action is raw.SQLITE_ATTACH or raw.SQLITE_DETACH or raw.SQLITE_PRAGMA ? raw.SQLITE_DENY : raw.SQLITE_OK;
}
