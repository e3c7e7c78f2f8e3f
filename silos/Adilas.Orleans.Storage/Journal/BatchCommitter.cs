using System.Diagnostics;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Microsoft.Extensions.Logging;

namespace Adilas.Journal;

/// <summary>
/// Stores batches on one connection and finds an outcome for every write in them, whatever the database does. One bad write never
/// fails its neighbours, and nothing is reported as stored or not stored that is not known to be so.
/// </summary>
internal sealed partial class BatchCommitter(
    IPlatformDatabase database,
    JournalOptions options,
    TimeProvider clock,
    JournalMetrics metrics,
    Action<DatabaseFailure, TimeSpan> refuseWaiting,
    ILogger logger) : IAsyncDisposable
{
    private const int ContentionsBeforeHalving = 2;
    private const int MaxContentions = 8;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    private readonly WriteConnection<BatchSession> connection = new(database, () => BatchSession.Open(database, options), logger);

    public int MaxBatchBytes => Math.Min(options.MaxBatchBytes, connection.Session?.MaxBatchBytes ?? options.MaxBatchBytes);

    /// <summary>Settles every write of the batch. Throws nothing that the batch is to blame for.</summary>
    public async Task Commit(IReadOnlyList<JournalWrite> batch)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = JournalMetrics.Activities.StartActivity("journal.batch", ActivityKind.Client);
        activity?.SetTag("adilas.journal.rows", batch.Count);
        using var turn = await database.EnterWriteAsync(CancellationToken.None);
        try
        {
            await Settle(new BatchGroup(batch.OrderBy(write => write.Row.Key)));
        }
        catch
        {
            // A mistake of ours: whatever is open must not hold up others.
            await connection.DisposeAsync();
            throw;
        }

        metrics.Batch(batch.Count, Stopwatch.GetElapsedTime(started));
    }

    public Task KeepAlive() => connection.KeepAlive();

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task Settle(BatchGroup group)
    {
        while (group.DropSettled())
        {
            group.Attempts++;
            if (await Attempt(group) is not { } failure) continue;

            metrics.Retried(failure.ToString());
            var parts = failure switch
            {
                DatabaseFailure.Duplicate => await AfterDuplicate(group),
                DatabaseFailure.Contended => await AfterContention(group),
                DatabaseFailure.BadRow or DatabaseFailure.Other => AfterBadRow(group, failure),
                DatabaseFailure.Unreachable => AfterLoss(group, failure, options.UnreachableLimit),
                DatabaseFailure.ReadOnly or DatabaseFailure.Exhausted => AfterLoss(group, failure, TimeSpan.Zero),
            };
            if (parts is var (first, second))
            {
                await Settle(first);
                await Settle(second);
                return;
            }

            if (group.DropSettled() && failure is not DatabaseFailure.Duplicate) await Pause(group);
        }
    }

    /// <summary>One transaction, all or nothing.</summary>
    /// <returns>What went wrong, or <c>null</c>; then the writes that are not settled have yet to be tried.</returns>
    private async Task<DatabaseFailure?> Attempt(BatchGroup group)
    {
        group.Sent = SentCommit.None;
        try
        {
            var session = await connection.Open();
            if (group.LostAt is not null && await Recognise(session, group) && !group.DropSettled()) return null;

            var now = MicrosecondsNow();
            foreach (var write in group.Writes) write.Stamp(now);
            return await TryStoreAlone(session, group) ? null : await Store(session, group, now);
        }
        catch (RefusedException)
        {
            return DatabaseFailure.Unreachable; // nobody let us in
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            var kind = await connection.Recover(failure);

            // A statement that commits by itself and that the server answered with an error is certainly not stored.
            if (group.Sent is SentCommit.Transaction || (group.Sent is SentCommit.Statement && kind is DatabaseFailure.Unreachable))
                group.LostAt ??= Stopwatch.GetTimestamp();
            return kind;
        }
    }

    private static async Task<bool> TryStoreAlone(BatchSession session, BatchGroup group)
    {
        if (group is not { LostAt: null, Writes: [{ IsRowAlone: true } lone] }) return false;

        group.Sent = SentCommit.Statement;
        var isStored = await session.TryStoreAlone(lone, CancellationToken.None);
        group.Sent = SentCommit.None;
        if (isStored) lone.Succeed(lone.At, lone.Hash);
        return isStored;
    }

    private async Task<DatabaseFailure?> Store(BatchSession session, BatchGroup group, long stampedAt)
    {
        var modes = await session.Store(group.Writes, CancellationToken.None);
        var isRefused = RefuseByMode(group, modes);

        // Readers have gone past the time of a batch that waited, or was frozen, for too long: it begins again with a new one.
        var isLate = MicrosecondsNow() - stampedAt > RowDelay.BeforeCommit.TotalMicroseconds;
        if (isRefused || isLate)
        {
            await session.Rollback(CancellationToken.None);
            return isRefused ? null : DatabaseFailure.Contended;
        }

        group.Sent = SentCommit.Transaction;
        await session.Commit(CancellationToken.None);
        foreach (var write in group.Writes) write.Succeed(write.At, write.Hash);
        return null;
    }

    /// <summary>Settles the writes whose place is taken: by themselves, which is success, or by another.</summary>
    private async Task<bool> Recognise(BatchSession session, BatchGroup group)
    {
        var stored = (await session.Find(group.Writes, CancellationToken.None)).ToDictionary(row => row.Key);
        foreach (var write in group.Writes)
        {
            if (!stored.TryGetValue(write.Row.Key, out var row)) continue;
            if (row.WriteId.AsSpan().SequenceEqual(write.Row.WriteId)) write.Succeed(row.At, row.Hash);
            else Fail(write, JournalRefusals.Stale(write, row), "stale");
        }

        return stored.Count > 0;
    }

    private bool RefuseByMode(BatchGroup group, IReadOnlyDictionary<string, Modes> modes)
    {
        var refused = false;
        foreach (var write in group.Writes)
        {
            if (!write.NeedsModeCheck || !modes.TryGetValue(write.Row.Corporation, out var mode) || write.Modes.HasFlag(mode)) continue;

            // Also after a lost commit this is certain: that our row could be inserted proves that the lost one never will be.
            Fail(write, ModeRefusal.Of(write.Row.Corporation, mode));
            refused = true;
        }

        return refused;
    }

    private async Task<(BatchGroup, BatchGroup)?> AfterDuplicate(BatchGroup group)
    {
        try
        {
            var session = await connection.Open();
            if (await Recognise(session, group)) return null;
            if (group.Writes.Count > 1) return group.Halve();

            // Not the journal's key: an effect's. An operation id may be used again once its answer has expired.
            var write = group.Writes[0];
            var expired = MicrosecondsNow() - (long)OperationResult.Lifetime.TotalMicroseconds;
            if (await session.ForgetOperations(write, expired, CancellationToken.None) == 0)
                Fail(write, group.LostAt is null ? JournalRefusals.Of(DatabaseFailure.Duplicate) : JournalRefusals.OutcomeUnknown());
            return null;
        }
        catch (RefusedException)
        {
            return AfterLoss(group, DatabaseFailure.Unreachable, options.UnreachableLimit);
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await connection.Recover(failure);
            return AfterLoss(group, DatabaseFailure.Unreachable, options.UnreachableLimit);
        }
    }

    private async Task<(BatchGroup, BatchGroup)?> AfterContention(BatchGroup group)
    {
        group.Contentions++;
        if (group.Writes.Count > 1)
        {
            var locked = await FindLocked(group);
            var kept = group.Writes.Count(write => locked.Contains(write.Row.Corporation));
            if (kept > 0 && kept < group.Writes.Count) return group.PutLast(locked);
            return group.Contentions < ContentionsBeforeHalving ? null : group.Halve();
        }

        if (group.LostAt is not null) return AfterLoss(group, DatabaseFailure.Contended, TimeSpan.Zero);
        if (group.Contentions >= MaxContentions) Fail(group.Writes[0], JournalRefusals.Of(DatabaseFailure.Contended));
        return null;
    }

    private async Task<IReadOnlySet<string>> FindLocked(BatchGroup group)
    {
        try
        {
            if (connection.Session is { } session) return await session.FindLocked(group.Writes, CancellationToken.None);
        }
        catch (Exception failure) when (failure.IsDriverFailure())
        {
            await connection.Recover(failure);
        }

        return new HashSet<string>();
    }

    private (BatchGroup, BatchGroup)? AfterBadRow(BatchGroup group, DatabaseFailure kind)
    {
        if (group.Writes.Count > 1) return group.Halve();
        Fail(group.Writes[0], group.LostAt is null ? JournalRefusals.Of(kind) : JournalRefusals.OutcomeUnknown());
        return null;
    }

    private (BatchGroup, BatchGroup)? AfterLoss(BatchGroup group, DatabaseFailure kind, TimeSpan limit)
    {
        if (group.LostAt is { } lostAt)
        {
            if (Stopwatch.GetElapsedTime(lostAt) < options.OutcomeLimit) return null;
            foreach (var write in group.Writes) Fail(write, JournalRefusals.OutcomeUnknown());
            return null;
        }

        foreach (var write in group.Writes.Where(write => Stopwatch.GetElapsedTime(write.EnteredAt) >= limit)) Fail(write, JournalRefusals.Of(kind));
        refuseWaiting(kind, limit);
        return null;
    }

    private void Fail(JournalWrite write, RefusedException refusal) => Fail(write, refusal, refusal.Code);

    private void Fail(JournalWrite write, Exception refusal, string code)
    {
        metrics.Refused(code);
        LogRefused(write.Row.Key.GrainType, write.Row.Key.GrainKey, write.Row.Version, code);
        write.Fail(refusal);
    }

    private static Task Pause(BatchGroup group)
    {
        var longest = Math.Min(LongestDelay.TotalMilliseconds, 5 << Math.Min(group.Attempts, 10));
        return Task.Delay(TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * longest)));
    }

    private long MicrosecondsNow() => StoredTime.ToMicroseconds(clock.GetUtcNow());

    [LoggerMessage(LogLevel.Information, "Not stored: {GrainType} {GrainKey} version {Version}: {Code}")]
    private partial void LogRefused(string grainType, string grainKey, long version, string code);
}
