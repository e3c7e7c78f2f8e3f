namespace Adilas.Jobs;

/// <summary>
/// What a queue grain remembers of one line: its next jobs, as far as it has looked. What has not been looked at is not due before
/// <see cref="UnreadFrom"/>, so that until then nobody has to ask the store.
/// </summary>
internal sealed class WaitingLine(JobLine line)
{
    public const int MaxKept = 256;

    /// <summary>How far ahead a line is read.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly SortedSet<WaitingJob> jobs = new(ByTime.Order);
    private readonly Dictionary<JobId, WaitingJob> byId = [];
    private DateTimeOffset? blockedAt;
    private DateTimeOffset readUntil = line.DueAt;

    public string Lane { get; } = line.Lane;

    public string Queue { get; } = line.Queue;

    public int Priority { get; } = line.Priority;

    /// <summary>When a job of it was last picked, in the order of pickings.</summary>
    public long PickedAt { get; set; }

    /// <summary>No job that is not known here is due before.</summary>
    public DateTimeOffset UnreadFrom { get; private set; } = line.DueAt;

    public bool IsEmpty => jobs.Count == 0;

    /// <summary>When its first job is due, or may be.</summary>
    public DateTimeOffset NextAt => jobs.Min is { } first && first.NextAt < UnreadFrom ? first.NextAt : UnreadFrom;

    /// <summary>When the next of its jobs is due that is not due now, or may be: jobs that are held now do not hide it.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var unread = UnreadFrom > now ? UnreadFrom : readUntil > now ? readUntil : DateTimeOffset.MaxValue;
        return jobs.FirstOrDefault(job => job.NextAt > now) is { } next && next.NextAt < unread ? next.NextAt : unread;
    }

    public JobLine ToLine() => new(Lane, Queue, Priority, NextAt);

    /// <summary>How many of its jobs may begin, as far as known.</summary>
    public int CountDue(DateTimeOffset now) =>
        jobs.TakeWhile(job => job.NextAt <= now).Count(job => !(job.NextAt <= blockedAt))
        + (UnreadFrom <= now && (blockedAt is null || (readUntil <= now && readUntil > blockedAt)) ? 1 : 0);

    /// <summary>Takes in the first jobs that the store has until then.</summary>
    /// <param name="isAll">Whether none were passed over.</param>
    public void Fill(IReadOnlyList<WaitingJob> found, DateTimeOffset now, DateTimeOffset until, bool isAll)
    {
        Clear();
        foreach (var job in found) Keep(job);
        readUntil = found.Count < MaxKept ? until : found[^1].NextAt;
        UnreadFrom = isAll ? readUntil : now;
    }

    /// <summary>A job has come to wait here.</summary>
    public void Add(WaitingJob job)
    {
        blockedAt = null;
        if (job.NextAt >= UnreadFrom) return; // will be read when its turn comes
        Keep(job);
        if (jobs.Count <= MaxKept) return;
        UnreadFrom = readUntil = jobs.Max!.NextAt;
        Drop(jobs.Max!.Id);
    }

    /// <summary>A job waits here no longer, or at another time.</summary>
    public void Drop(JobId id)
    {
        if (byId.Remove(id, out var job)) jobs.Remove(job);
    }

    /// <summary>The first due job that may run, taken out; <c>null</c>: there is none among those that are known.</summary>
    public WaitingJob? Take(DateTimeOffset now, HashSet<string> busyKeys)
    {
        foreach (var job in jobs)
        {
            if (job.NextAt > now) return null;
            if (job.ConcurrencyKey is { } key && busyKeys.Contains(key)) continue;
            Drop(job.Id);
            return job;
        }

        return null;
    }

    /// <summary>Nothing that is due now can begin until a job ends or comes, nor what is due now and was not read: that would be read for ever.</summary>
    public void Block(DateTimeOffset now) => blockedAt = now;

    public void Unblock() => blockedAt = null;

    /// <summary>Forgets what is known: others have changed what is stored.</summary>
    public void Forget(DateTimeOffset dueAt)
    {
        Clear();
        blockedAt = null;
        UnreadFrom = readUntil = dueAt;
    }

    private void Keep(WaitingJob job)
    {
        Drop(job.Id);
        byId.Add(job.Id, job);
        jobs.Add(job);
    }

    private void Clear()
    {
        jobs.Clear();
        byId.Clear();
    }

    private sealed class ByTime : IComparer<WaitingJob>
    {
        public static readonly ByTime Order = new();

        public int Compare(WaitingJob? x, WaitingJob? y)
        {
            var order = x!.NextAt.CompareTo(y!.NextAt);
            return order != 0 ? order : string.CompareOrdinal(x.Id.Value, y.Id.Value);
        }
    }
}
