using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Publishing;

/// <summary>A store of copies that keeps to the rules of the real one. Each call passes a gate, and so does its answer.</summary>
internal sealed class PretendCopies(Func<Task> gate) : ICopyStore
{
    private readonly Dictionary<string, long> gone = new(StringComparer.Ordinal);
    private long? mark;

    public SortedDictionary<string, ProfileCopy> Copies { get; } = new(StringComparer.Ordinal);

    /// <summary>Since when copies are in doubt.</summary>
    public Dictionary<string, long> Doubted { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    /// <summary>While it is set, no copy can be doubted.</summary>
    public bool IsDumb { get; set; }

    /// <summary>Whose copies cannot be written.</summary>
    public HashSet<string> Failing { get; } = [];

    public int Writes { get; private set; }

    public long? CurrentAsOf => mark;

    /// <summary>Sees every copy that replaces another.</summary>
    public Action<ProfileCopy, ProfileCopy> Replaced { get; set; } = (_, _) => { };

    /// <summary>Learns whose copy was just written.</summary>
    public Action<string> Written { get; set; } = _ => { };

    public void Empty()
    {
        Copies.Clear();
        Doubted.Clear();
        gone.Clear();
        mark = null;
    }

    public Task<HeldCopy?> Publish(ProfileCopy copy, long? expected) => Do(() =>
    {
        var id = copy.Corporation.Value;
        if (Failing.Contains(id)) throw Down();
        if (Held(id) is var held && held?.Revision != expected) return held ?? new HeldCopy(null, "", "");
        if (Copies.GetValueOrDefault(id) is { } replaced) Replaced(replaced, copy);
        Copies[id] = copy;
        Doubted.Remove(id);
        gone.Remove(id);
        Writes++;
        Written(id);
        return null;
    });

    public Task<HeldCopy?> Remove(CorporationId corporation, long revision, long? expected) => Do(() =>
    {
        var id = corporation.Value;
        if (Held(id) is var held && held?.Revision != expected) return held ?? new HeldCopy(null, "", "");
        Copies.Remove(id);
        Doubted.Remove(id);
        gone[id] = revision;
        return null;
    });

    public Task Doubt(CorporationId corporation, long since) => Do(() => IsDumb
        ? throw Down()
        : Copies.ContainsKey(corporation.Value) && Doubted.TryAdd(corporation.Value, since));

    public Task<IReadOnlyList<long?>> Revisions(IReadOnlyList<string> corporations) =>
        Do<IReadOnlyList<long?>>(() => [.. corporations.Select(id => Copies.GetValueOrDefault(id)?.Revision)]);

    public Task<IReadOnlyList<string>> List() => Do<IReadOnlyList<string>>(() => [.. Copies.Keys]);

    public Task<long?> FindMark() => Do(() => mark);

    public Task<bool> Mark(long currentAsOf, long? expected) => Do(() =>
    {
        if (mark != expected) return false;
        mark = currentAsOf;
        return true;
    });

    private HeldCopy? Held(string id) => Copies.TryGetValue(id, out var copy) ? new HeldCopy(copy.Revision, copy.Sources, Doubted.ContainsKey(id) ? "" : copy.Digest)
        : gone.TryGetValue(id, out var revision) ? new HeldCopy(revision, "", "")
        : null;

    private static RefusedException Down() => new(Refusal.Unavailable, "copies-unavailable", "Down.");

    private async Task<T> Do<T>(Func<T> act)
    {
        await gate();
        if (IsDown) throw Down();
        var done = act();
        await gate();
        return done;
    }
}
