using System.Data.Common;
using System.Diagnostics;
using Adilas.Access;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Jobs;

/// <summary>
/// Stores batches of changes of jobs on one connection and finds an outcome for every one in them, as <see cref="BatchCommitter"/> does for
/// the journal: one bad write never fails its neighbours, and nothing is reported as stored or not stored that is not known to be so.
/// </summary>
internal sealed partial class JobCommitter(IPlatformDatabase database, JournalOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private const int MaxContentions = 8;
    private const int RepeatsOfDuplicates = 2;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    // A server drops a connection that is idle for longer.
    private static readonly TimeSpan FreshFor = Storage.RowDelay.ServerPatience / 2;

    private readonly WriteConnection<JobSession> connection = new(
        database, () => JobSession.Open(database, options, CancellationToken.None), logger);

    private long usedAt;

    /// <summary>Settles every write of the batch. Throws nothing that the batch is to blame for.</summary>
    public async Task Commit(IReadOnlyList<JobWrite> batch)
    {
        using var turn = await database.EnterWriteAsync(CancellationToken.None);
        try
        {
            await Settle([.. batch], lostAt: null);
            usedAt = Stopwatch.GetTimestamp();
        }
        catch
        {
            // A mistake of ours: whatever is open must not hold up others.
            await DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task Settle(List<JobWrite> writes, long? lostAt)
    {
        var isRepeated = lostAt is not null;
        for (var attempt = 1; writes.RemoveAll(write => write.IsSettled) >= 0 && writes.Count > 0; attempt++)
        {
            var isSent = false;
            DatabaseFailure kind;
            try
            {
                await Try(writes, isRepeated, () => isSent = true);
                continue;
            }
            catch (RefusedException)
            {
                kind = DatabaseFailure.Unreachable; // nobody let us in
            }
            catch (Exception failure) when (failure.IsDriverFailure())
            {
                kind = await connection.Recover(failure);
                if (isSent && (kind is DatabaseFailure.Unreachable || failure is not DbException)) lostAt ??= Stopwatch.GetTimestamp();
            }

            isRepeated |= kind is DatabaseFailure.Duplicate || lostAt is not null;
            var isHopeless = kind switch
            {
                DatabaseFailure.Duplicate => attempt > RepeatsOfDuplicates,
                DatabaseFailure.Contended => attempt >= MaxContentions,
                DatabaseFailure.BadRow or DatabaseFailure.Other => true,
                DatabaseFailure.Unreachable or DatabaseFailure.ReadOnly or DatabaseFailure.Exhausted => false,
            };
            if (isHopeless && writes.Count > 1)
            {
                var middle = writes.Count / 2;
                await Settle(writes[..middle], lostAt);
                await Settle(writes[middle..], lostAt);
                return;
            }

            if (isHopeless) Fail(writes[0], lostAt is null ? JournalRefusals.Of(kind) : JournalRefusals.OutcomeUnknown());
            else if (kind is DatabaseFailure.Unreachable or DatabaseFailure.ReadOnly or DatabaseFailure.Exhausted) GiveUpLate(writes, kind, lostAt);
            await Task.Delay(TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * Math.Min(LongestDelay.TotalMilliseconds, 5 << Math.Min(attempt, 10)))));
        }
    }

    private async Task Try(List<JobWrite> writes, bool isRepeated, Action sending)
    {
        if (Stopwatch.GetElapsedTime(usedAt) > FreshFor) await DisposeAsync();
        var session = await connection.Open();
        usedAt = Stopwatch.GetTimestamp();
        var locked = await session.Lock(writes, isRepeated, CancellationToken.None);
        foreach (var write in writes.Where(write => isRepeated && IsStored(write, locked))) write.Succeed(write.Planned!);
        foreach (var write in writes.Where(write => !write.IsSettled)) CheckMode(write, locked.Modes);

        var batch = new JobBatch(locked, clock.GetUtcNow());
        var rest = writes.Where(write => !write.IsSettled).ToList();
        foreach (var write in rest) batch.Plan(write);
        if (await RefuseTooLarge(rest, batch)) return;
        var settles = rest.Any(write => write.Settled.Length > 0);
        if (!settles) sending();
        await session.Store(batch, commits: !settles, CancellationToken.None);
        if (settles)
        {
            foreach (var write in rest) write.Planned = write.Planned! with { Settled = [.. await SettleLines(write)] };
            sending();
            await session.Commit(CancellationToken.None);
        }

        foreach (var write in rest) write.Succeed(write.Planned!);
    }

    /// <returns>Whether there were some, so that the rest begins again without them.</returns>
    private async Task<bool> RefuseTooLarge(List<JobWrite> writes, JobBatch batch)
    {
        var tooLarge = batch.WithRowsOver(connection.Session!.MaxRowBytes);
        if (tooLarge.Count == 0) return false;
        await connection.Session.Rollback(CancellationToken.None);
        foreach (var write in writes.Where(write => tooLarge.Contains(write.Id)))
        {
            Fail(write, new RefusedException(
                Refusal.Invalid,
                "job-too-large",
                $"With its payload, result and attempts a job has more than the {connection.Session.MaxRowBytes:N0} bytes that the database takes (max_allowed_packet)."));
        }

        return true;
    }

    private async Task<IReadOnlyList<JobLine>> SettleLines(JobWrite write)
    {
        var holding = new List<JobLine>();
        foreach (var line in write.Settled.OrderBy(line => line.Lane, StringComparer.Ordinal).ThenBy(line => line.Queue, StringComparer.Ordinal))
        {
            if (await connection.Session!.Settle(write.Corporation, line, CancellationToken.None) is { } held) holding.Add(held);
        }

        return holding;
    }

    /// <summary>Whether an earlier attempt was stored after all: one row of it proves it for all, for they were one transaction.</summary>
    private static bool IsStored(JobWrite write, LockedJobs locked) =>
        write.Planned is { } planned
        && (planned.Added.Concat(planned.Changed.OfType<JobRow>().Select(row => row.Id)))
            .Any(id => locked.Rows.TryGetValue((write.Corporation, id.Value), out var row) && row.WriteId == write.Id);

    private void CheckMode(JobWrite write, Dictionary<string, Modes> modes)
    {
        if (!write.NeedsModeCheck || !modes.TryGetValue(write.Corporation, out var mode) || write.Modes.HasFlag(mode)) return;
        Fail(write, ModeRefusal.Of(write.Corporation, mode));
    }

    private void GiveUpLate(List<JobWrite> writes, DatabaseFailure kind, long? lostAt)
    {
        if (lostAt is { } since)
        {
            if (Stopwatch.GetElapsedTime(since) < options.OutcomeLimit) return;
            foreach (var write in writes) Fail(write, JournalRefusals.OutcomeUnknown());
            return;
        }

        var limit = kind is DatabaseFailure.Unreachable ? options.UnreachableLimit : TimeSpan.Zero;
        foreach (var write in writes.Where(write => Stopwatch.GetElapsedTime(write.EnteredAt) >= limit)) Fail(write, JournalRefusals.Of(kind));
    }

    private void Fail(JobWrite write, RefusedException refusal)
    {
        LogRefused(write.Corporation, refusal.Code);
        write.Fail(refusal);
    }

    [LoggerMessage(LogLevel.Information, "Jobs of {Corporation} were not stored: {Code}")]
    private partial void LogRefused(string corporation, string code);
}
