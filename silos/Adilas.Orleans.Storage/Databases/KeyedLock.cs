using Adilas.Refusals;

namespace Adilas.Databases;

/// <summary>
/// One holder per key in this process. It stands before the locks between processes, so that of a hundred who wait only one
/// occupies a connection.
/// </summary>
/// <param name="code">Of the refusal when it takes too long: <c>database-busy</c>, <c>bucket-busy</c>.</param>
internal sealed class KeyedLock(string code)
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, the code given.</exception>
    public async Task<IDisposable> Enter(string key, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (entries)
        {
            if (!entries.TryGetValue(key, out entry!)) entries[key] = entry = new Entry();
            entry.Users++;
        }

        try
        {
            if (await entry.Gate.WaitAsync(timeout, cancellationToken)) return new Holder(this, key, entry);
        }
        catch
        {
            Leave(key, entry);
            throw;
        }

        Leave(key, entry);
        throw Busy();
    }

    public RefusedException Busy() => new(Refusal.Unavailable, code, "Somebody else is at work on this; it took too long to wait for.");

    private void Leave(string key, Entry entry)
    {
        lock (entries)
        {
            if (--entry.Users == 0) entries.Remove(key);
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Holder(KeyedLock owner, string key, Entry entry) : IDisposable
    {
        private bool left;

        public void Dispose()
        {
            if (left) return;
            left = true;
            entry.Gate.Release();
            owner.Leave(key, entry);
        }
    }
}
