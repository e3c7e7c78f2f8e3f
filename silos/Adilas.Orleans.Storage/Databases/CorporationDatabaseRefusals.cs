using System.Data;
using System.Data.Common;
using Adilas.Platform;
using Adilas.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Adilas.Databases;

/// <summary>
/// Says failures of corporations' database servers in our words. Drivers' messages may repeat stored values: only numbers reach the log.
/// </summary>
internal static partial class CorporationDatabaseRefusals
{
    public const int MaxServerMessage = 300;

    public static RefusedException Create(Exception failure, ILogger logger)
    {
        var kind = DatabaseFailures.Classify(failure);
        LogFailure(logger, kind, Number(failure), (failure as DbException)?.SqlState, failure.GetType().Name);
        return kind switch
        {
            DatabaseFailure.Unreachable => Unavailable("database-unreachable", "The corporation's database server does not answer."),
            DatabaseFailure.ReadOnly => Unavailable("database-read-only", "The corporation's database server accepts no changes now."),
            DatabaseFailure.Exhausted => Unavailable("database-exhausted", "The corporation's database server is out of space or memory."),
            DatabaseFailure.Contended => Unavailable("database-busy", "The corporation's database is too busy with the same rows."),
            DatabaseFailure.Duplicate => new(Refusal.Conflict, "row-exists", "A row with this key is already stored."),
            DatabaseFailure.BadRow => new(Refusal.Invalid, "row-unstorable", "A value does not fit what is stored here."),
            DatabaseFailure.Other => Unavailable("database-error", "The corporation's database refused a statement; the log says why."),
        };
    }

    /// <summary>A script's statements hold no corporation's values, so here the server's own words help and hurt nobody.</summary>
    public static RefusedException ScriptFailed(SqlScript script, SqlStatement statement, Exception failure) => new(
        Refusal.Invalid,
        "script-failed",
        $"{script.Name}, line {statement.Line}: {ServersWords(failure)}",
        "scripts");

    public static RefusedException StatementFailed(Exception failure) => new(Refusal.Invalid, "statement-failed", ServersWords(failure));

    public static RefusedException ScriptChanged(SqlScript script) => new(
        Refusal.Conflict,
        "script-changed",
        $"{script.Name} ran here with another text. What ran cannot be changed: restore it, and put the change into a new script.",
        "scripts");

    /// <summary>Whether the statement is to blame, and not the server's condition.</summary>
    public static bool IsStatementsFault(Exception failure) =>
        failure is DbException
        && DatabaseFailures.Classify(failure) is DatabaseFailure.Other or DatabaseFailure.BadRow or DatabaseFailure.Duplicate;

    /// <summary>Of statements that are not ours: one that may not do what it asks for looks like a server that lets nobody in.</summary>
    public static bool IsStatementsFault(Exception failure, DbConnection connection) =>
        IsStatementsFault(failure)
        || (failure is DbException && connection.State is ConnectionState.Open
            && DatabaseFailures.Classify(failure) is DatabaseFailure.Unreachable);

    private static RefusedException Unavailable(string code, string message) => new(Refusal.Unavailable, code, message);

    private static string ServersWords(Exception failure) => failure.Message[..Math.Min(failure.Message.Length, MaxServerMessage)];

    private static int? Number(Exception failure) => failure switch
    {
        SqliteException lite => lite.SqliteExtendedErrorCode,
        MySqlException server => server.Number,
        _ => null,
    };

    [LoggerMessage(LogLevel.Warning, "Corporation database: {Kind} (number {Number}, state {SqlState}, {Type})")]
    private static partial void LogFailure(ILogger logger, DatabaseFailure kind, int? number, string? sqlState, string type);
}
