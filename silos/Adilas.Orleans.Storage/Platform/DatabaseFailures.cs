using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Adilas.Platform;

/// <summary>Reads the drivers' exceptions; the only place that knows their numbers.</summary>
internal static class DatabaseFailures
{
    private const int SqliteUniqueKey = 2067;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteRowId = 2579;

    /// <param name="connection">The connection on which it happened: once closed, whatever was thrown means that it was lost.</param>
    public static DatabaseFailure Classify(Exception failure, DbConnection? connection = null) => failure switch
    {
        MySqlException known when Of(known.Number) is { } kind => kind,
        SqliteException known when Of(known) is { } kind => kind,
        _ when connection is { State: not ConnectionState.Open } => DatabaseFailure.Unreachable,
        MySqlException { InnerException: IOException or SocketException or ObjectDisposedException } => DatabaseFailure.Unreachable,
        MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.None } => DatabaseFailure.Unreachable,
        IOException or SocketException or ObjectDisposedException => DatabaseFailure.Unreachable,
        _ => DatabaseFailure.Other,
    };

    /// <summary>Whether it comes from a driver, or from the net below it, and so must not reach callers as it is.</summary>
    public static bool IsDriverFailure(this Exception failure) =>
        failure is DbException or IOException or SocketException or TimeoutException or ObjectDisposedException or InvalidOperationException;

    private static DatabaseFailure? Of(int number) => number switch
    {
        1290 or 1792 or 1836 => DatabaseFailure.ReadOnly,
        1205 or 1213 or 1020 or 1637 or 3572 => DatabaseFailure.Contended,
        1062 or 1586 => DatabaseFailure.Duplicate,

        // Too many connections, shutting down, host blocked or refused, no such database, quota of connections, killed, net errors.
        1040 or 1042 or 1043 or 1044 or 1045 or 1049 or 1053 or 1077 or 1079 or 1129 or 1130 or 1152 or (>= 1158 and <= 1161)
            or 1184 or 1203 or 1226 or 1927 or 2002 or 2003 or 2006 or 2013 => DatabaseFailure.Unreachable,

        // Statement stopped by KILL QUERY or by its own time limit: nobody's row is to blame.
        1317 or 3024 or 1969 => DatabaseFailure.Contended,
        1021 or 1037 or 1038 or 1041 or 1114 => DatabaseFailure.Exhausted,
        1153 or 1406 or 1264 or 1265 or 1366 or 1048 or 1364 or 1292 or 1411 or 1451 or 1452 or 3819 or 4025 or 1118 or 1301
            => DatabaseFailure.BadRow,
        _ => null,
    };

    private static DatabaseFailure? Of(SqliteException failure) => failure.SqliteErrorCode switch
    {
        5 or 6 => DatabaseFailure.Contended,
        8 => DatabaseFailure.ReadOnly,
        10 or 14 => DatabaseFailure.Unreachable,
        7 or 13 => DatabaseFailure.Exhausted,
        19 when failure.SqliteExtendedErrorCode is SqliteUniqueKey or SqlitePrimaryKey or SqliteRowId => DatabaseFailure.Duplicate,
        18 or 19 or 20 or 25 => DatabaseFailure.BadRow,
        _ => null,
    };
}
