using Adilas.Refusals;

namespace Adilas.Databases;

/// <summary>
/// One holder per key in this process. It stands before the locks between processes, so that of a hundred who wait only one
/// occupies a connection.
/// </summary>
internal sealed class KeyedLock
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>, <c>database-busy</c>.</exception>
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

    public static RefusedException Busy() =>
        new(Refusal.Unavailable, "database-busy", "Somebody else is changing this corporation's database; it took too long to wait for.");

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
