namespace Adilas.Jobs;

/// <summary>The lines of one corporation, as its queue grain remembers them.</summary>
internal sealed class JobLines
{
    private readonly Dictionary<(string Lane, string Queue, int Priority), WaitingLine> lines = [];

    public IEnumerable<string> Lanes => lines.Keys.Select(key => key.Lane).Distinct();

    public IReadOnlySet<string> Queues => lines.Keys.Select(key => key.Queue).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<WaitingLine> Of(string lane) => lines.Values.Where(line => line.Lane == lane);

    /// <summary>The lines of a lane by priority, the highest first.</summary>
    public IEnumerable<IGrouping<int, WaitingLine>> ByPriority(string lane) =>
        Of(lane).GroupBy(line => line.Priority).OrderByDescending(group => group.Key).ToList();

    /// <summary>A job has come to wait, or waits no longer.</summary>
    public void Note(JobRow row, DateTimeOffset now)
    {
        if (lines.TryGetValue((JobLanes.Of(row.Kind), row.Queue, row.Priority), out var before)) before.Drop(row.Id);
        if (!row.Waits) return;
        var key = (row.Lane, row.Queue, row.Priority);
        if (!lines.TryGetValue(key, out var line))
        {
            // Nothing waited there: what others may store there meanwhile is heard of by a wake-up.
            line = new WaitingLine(new JobLine(row.Lane, row.Queue, row.Priority, now + WaitingLine.Ahead));
            lines.Add(key, line);
        }

        line.Add(new WaitingJob(row.Id, row.NextAt, row.ConcurrencyKey));
    }

    public void Remove(WaitingLine line) => lines.Remove((line.Lane, line.Queue, line.Priority));

    /// <summary>Takes in what the store says: lines that are new, or due earlier than is known here.</summary>
    public void Compare(IReadOnlyList<JobLine> stored)
    {
        foreach (var line in stored.Where(line => line.Lane is not (JobLane.Running or JobLane.Approval)))
        {
            var key = (line.Lane, line.Queue, line.Priority);
            if (!lines.TryGetValue(key, out var known)) lines.Add(key, new WaitingLine(line));
            else if (line.DueAt < known.NextAt) known.Forget(line.DueAt);
        }
    }

    /// <summary>What was taken out of a lane's lines may still be waiting there.</summary>
    public void Doubt(string lane, DateTimeOffset now)
    {
        foreach (var line in Of(lane).Where(line => line.NextAt > now || line.IsEmpty)) line.Forget(now);
    }

    public void Unblock()
    {
        foreach (var line in lines.Values) line.Unblock();
    }
}
