namespace Adilas.Journal;

/// <summary>Writes that are to be stored in one transaction, and what was learned from trying.</summary>
/// <param name="writes">In the order of their keys.</param>
/// <param name="lostAt">When the answer to a commit of these was lost, as a timestamp of the stopwatch; <c>null</c> when none was.</param>
internal sealed class BatchGroup(IEnumerable<JournalWrite> writes, long? lostAt = null)
{
    public List<JournalWrite> Writes { get; } = [.. writes];

    /// <summary>Since when it is possible that the writes are stored although nobody said so.</summary>
    public long? LostAt { get; set; } = lostAt;

    /// <summary>What the attempt under way has sent that may make its writes lasting.</summary>
    public SentCommit Sent { get; set; }

    public int Attempts { get; set; }

    public int Contentions { get; set; }

    /// <returns>Whether any are left.</returns>
    public bool DropSettled()
    {
        Writes.RemoveAll(write => write.IsSettled);
        return Writes.Count > 0;
    }

    public (BatchGroup First, BatchGroup Second) Halve()
    {
        var middle = Writes.Count / 2;
        return (Some(Writes.Take(middle)), Some(Writes.Skip(middle)));
    }

    /// <summary>Those that nobody holds up first.</summary>
    public (BatchGroup First, BatchGroup Second) PutLast(IReadOnlySet<string> corporations)
    {
        var parts = Writes.ToLookup(write => corporations.Contains(write.Row.Corporation));
        return (Some(parts[false]), Some(parts[true]));
    }

    private BatchGroup Some(IEnumerable<JournalWrite> writes) => new(writes, LostAt);
}
