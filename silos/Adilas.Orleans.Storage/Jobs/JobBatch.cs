using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Adilas.Webhooks;

namespace Adilas.Jobs;

/// <summary>
/// Works out, from the rows that a transaction has locked, what its writes make of them. Writes of one corporation follow one another: each
/// sees what those before it did.
/// </summary>
/// <param name="now">The time at which the batch is stored.</param>
internal sealed class JobBatch(LockedJobs locked, DateTimeOffset now)
{
    private readonly Dictionary<(string Corporation, string Id), Entry> entries = locked.Rows.ToDictionary(
        row => row.Key, row => new Entry(row.Value.Row) { WasEnded = row.Value.Row.End is not null, WasStored = true });

    private readonly Dictionary<(string Corporation, string Key), string> byDedupeKey = new(locked.ByDedupeKey);
    private readonly List<Effect> effects = [];

    public IEnumerable<(string Corporation, JobRow Row, long WriteId)> Inserted =>
        Touched(entry => entry.Row.End is null && (!entry.WasStored || entry.WasEnded));

    public IEnumerable<(string Corporation, JobRow Row, long WriteId)> Updated =>
        Touched(entry => entry.Row.End is null && entry.WasStored && !entry.WasEnded);

    public IEnumerable<(string Corporation, JobRow Row, long WriteId)> Ended => Touched(entry => entry.Row.End is not null && !entry.WasEnded);

    /// <summary>Jobs that come back from their end.</summary>
    public IEnumerable<(string Corporation, string Id)> Revived =>
        entries.Where(entry => entry.Value.WriteId is not null && entry.Value.WasEnded && entry.Value.Row.End is null).Select(entry => entry.Key);

    /// <summary>Writes with a job that is larger than the server takes.</summary>
    public IReadOnlySet<long> WithRowsOver(long bytes) => entries.Values
        .Where(entry => entry.WriteId is not null && SizedStatements.SizeOf(Stored(entry)) > bytes).Select(entry => entry.WriteId!.Value).ToHashSet();

    private static IEnumerable<object?> Stored(Entry entry) => entry.Row.End is null
        ? JobColumns.Values("", entry.Row, 0)
        : JobColumns.EndedValues("", entry.Row, 0);

    public IReadOnlyList<Effect> Effects => effects;

    /// <summary>What is told of jobs that have failed for good. A delivery that has is told of by nothing: it could go on for ever.</summary>
    public IEnumerable<CorporationEvent> Events => Ended
        .Where(job => job.Row is { End: JobState.Dead, Kind: not CorporationEvent.JobKind })
        .Select(job => DeadJob(job.Corporation, job.Row, Now));

    public DateTimeOffset Now { get; } = now;

    /// <summary>The lines in which jobs now stand that did not before, or that are due earlier than before.</summary>
    public IEnumerable<(string Corporation, JobLine Line)> Lines => entries
        .Where(entry => entry.Value is { WriteId: not null, Row.End: null } && entry.Value.StandsOtherwise)
        .Select(entry => (entry.Key.Corporation, Line: LineOf(entry.Value.Row)))
        .GroupBy(line => (line.Corporation, line.Line.Lane, line.Line.Queue, line.Line.Priority))
        .Select(group => (group.Key.Corporation, group.MinBy(line => line.Line.DueAt).Line));

    /// <summary>Takes a write in.</summary>
    public void Plan(JobWrite write)
    {
        var added = ImmutableArray.CreateBuilder<JobId>(write.Added.Length);
        foreach (var row in write.Added) added.Add(Add(write, row));
        var changed = ImmutableArray.CreateBuilder<JobRow?>(write.Changes.Length);
        foreach (var change in write.Changes) changed.Add(Change(write, change));
        write.Planned = new JobWritten(added.ToImmutable(), changed.ToImmutable(), []);
        effects.AddRange(write.Effects(write.Planned));
    }

    public static JobLine LineOf(JobRow row) => row.Lane is JobLane.Running or JobLane.Approval
        ? new JobLine(row.Lane, "", 0, row.NextAt)
        : new JobLine(row.Lane, row.Queue, row.Priority, row.NextAt);

    private static CorporationEvent DeadJob(string corporation, JobRow row, DateTimeOffset now) =>
        CorporationEvent.Of(CorporationId.Parse(corporation), EventType.JobDead, SystemActors.Work, now, json =>
        {
            json.WriteString("job", row.Id.Value);
            json.WriteString("kind", row.Kind);
            json.WriteString("queue", row.Queue);
            json.WriteString("code", row.FailureCode);
        });

    private JobId Add(JobWrite write, JobRow row)
    {
        if (row.DedupeKey is { } key && !byDedupeKey.TryAdd((write.Corporation, key), row.Id.Value))
            return JobId.Parse(byDedupeKey[(write.Corporation, key)]);

        // One that is there already was made by the same cause.
        entries.TryAdd((write.Corporation, row.Id.Value), new Entry(row) { WriteId = write.Id, StandsOtherwise = true });
        return row.Id;
    }

    private JobRow? Change(JobWrite write, JobChange change)
    {
        if (!entries.TryGetValue((write.Corporation, change.Id.Value), out var entry) || change.Apply(entry.Row) is not { } next) return null;
        if (ReferenceEquals(next, entry.Row)) return next;

        // Another took its dedupe key while it had ended: only one of the two may wait.
        var comesBack = entry.Row.End is not null && next.End is null;
        if (comesBack && next.DedupeKey is { } own && !byDedupeKey.TryAdd((write.Corporation, own), next.Id.Value)) return null;

        entry.StandsOtherwise |= entry.WasEnded || next.Lane != entry.Row.Lane || next.NextAt < entry.Row.NextAt;
        if (next.End is not null && next.DedupeKey is { } key) byDedupeKey.Remove((write.Corporation, key));
        entry.Row = next;
        entry.WriteId = write.Id;
        return next;
    }

    private IEnumerable<(string Corporation, JobRow Row, long WriteId)> Touched(Func<Entry, bool> isWanted) => entries
        .Where(entry => entry.Value.WriteId is not null && isWanted(entry.Value))
        .Select(entry => (entry.Key.Corporation, entry.Value.Row, entry.Value.WriteId!.Value));

    private sealed class Entry(JobRow row)
    {
        public JobRow Row { get; set; } = row;

        /// <summary>Who changed it; <c>null</c>: nobody did.</summary>
        public long? WriteId { get; set; }

        public bool WasStored { get; init; }

        public bool WasEnded { get; init; }

        public bool StandsOtherwise { get; set; }
    }
}

/// <summary>What a transaction has read and locked.</summary>
internal sealed record LockedJobs(
    Dictionary<(string Corporation, string Id), (JobRow Row, long WriteId)> Rows,
    Dictionary<(string Corporation, string Key), string> ByDedupeKey,
    Dictionary<string, Modes> Modes);
