using Adilas.Platform;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Journal;

/// <summary>A session for batches that is made when it is needed, and made anew when the last one was lost.</summary>
/// <param name="connect">Makes a session; fails with <see cref="Refusal.Unavailable"/> when nobody lets us in.</param>
internal sealed class WriteConnection<TSession>(IPlatformDatabase database, Func<Task<TSession>> connect, ILogger logger) : IAsyncDisposable
    where TSession : class, IWriteSession
{
    /// <summary>The session that is open, if one is.</summary>
    public TSession? Session { get; private set; }

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: nobody lets us in.</exception>
    public async ValueTask<TSession> Open() => Session ??= await connect();

    /// <summary>After a failure: leaves the session without a transaction, or leaves the session.</summary>
    public async Task<DatabaseFailure> Recover(Exception failure)
    {
        var kind = Session?.Classify(failure) ?? DatabaseFailures.Classify(failure);
        if (kind is DatabaseFailure.Unreachable or DatabaseFailure.ReadOnly or DatabaseFailure.Exhausted or DatabaseFailure.Other)
        {
            database.Refuse(failure); // says it in the log, and drops other connections to a server that is gone
            await DisposeAsync();
            return kind;
        }

        try
        {
            if (Session is not null) await Session.Rollback(CancellationToken.None);
        }
        catch (Exception lost) when (lost.IsDriverFailure())
        {
            await DisposeAsync();
        }

        return kind;
    }

    /// <summary>Keeps an idle session alive, and notices early that it is not.</summary>
    public async Task KeepAlive()
    {
        try
        {
            if (Session is not null) await Session.Ping(CancellationToken.None);
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Session is not { } lost) return;
        Session = null;
        try
        {
            await lost.DisposeAsync();
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            WriteConnectionLog.NotClosed(logger, failure.GetType().Name);
        }
    }
}

internal static partial class WriteConnectionLog
{
    [LoggerMessage(LogLevel.Debug, "Closing a connection failed: {Type}")]
    public static partial void NotClosed(ILogger logger, string type);
}
