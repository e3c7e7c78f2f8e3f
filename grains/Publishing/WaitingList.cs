namespace Adilas.Publishing;

/// <summary>Who waits for a copy, in the order in which they came; nobody twice, so that what keeps changing starves nobody.</summary>
internal sealed class WaitingList
{
    private readonly Queue<string> order = new();
    private readonly HashSet<string> members = new(StringComparer.Ordinal);

    public int Count => order.Count;

    public void Add(string id)
    {
        if (members.Add(id)) order.Enqueue(id);
    }

    public IReadOnlyList<string> Take(int limit)
    {
        var taken = new List<string>(Math.Min(limit, order.Count));
        while (taken.Count < limit && order.TryDequeue(out var id))
        {
            members.Remove(id);
            taken.Add(id);
        }

        return taken;
    }
}
