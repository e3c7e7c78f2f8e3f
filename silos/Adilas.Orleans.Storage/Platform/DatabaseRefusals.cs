using System.Data.Common;
using Adilas.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Adilas.Platform;

/// <summary>Says a driver's failure in our words. Drivers' messages may repeat stored values: only numbers reach the log.</summary>
internal static partial class DatabaseRefusals
{
    public static RefusedException Create(DatabaseFailure kind, Exception failure, ILogger logger)
    {
        var number = failure is SqliteException lite ? lite.SqliteExtendedErrorCode : (failure as MySqlConnector.MySqlException)?.Number;
        LogFailure(logger, kind, number, (failure as DbException)?.SqlState, failure.GetType().Name, failure.InnerException?.GetType().Name);
        return Create(kind);
    }

    public static RefusedException Create(DatabaseFailure kind) => kind switch
    {
        DatabaseFailure.Unreachable => Unavailable("database-unreachable", "The platform database does not answer."),
        DatabaseFailure.ReadOnly => Unavailable("database-read-only", "The platform database accepts no changes at the moment."),
        DatabaseFailure.Exhausted => Unavailable("database-exhausted", "The platform database is out of space or memory."),
        DatabaseFailure.Contended => Unavailable("database-busy", "The platform database is too busy with the same rows."),
        DatabaseFailure.Duplicate => new(Refusal.Conflict, "row-exists", "A row with this key is already stored."),
        DatabaseFailure.BadRow => new(Refusal.Invalid, "row-unstorable", "A value does not fit what is stored here."),
        DatabaseFailure.Other => Unavailable("database-error", "The platform database refused a statement; the log says why."),
    };

    private static RefusedException Unavailable(string code, string message) => new(Refusal.Unavailable, code, message);

    [LoggerMessage(LogLevel.Warning, "Platform database: {Kind} (number {Number}, state {SqlState}, {Type}, {InnerType})")]
    private static partial void LogFailure(
        ILogger logger, DatabaseFailure kind, int? number, string? sqlState, string type, string? innerType);
}
