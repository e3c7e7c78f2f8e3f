namespace Adilas.Settings;

/// <summary>Which paths are locked, and by which of the merged layers. Immutable.</summary>
internal sealed class LockTree
{
    private readonly Dictionary<string, LockTree> children;

    private LockTree(int? source, Dictionary<string, LockTree> children) => (Source, this.children) = (source, children);

    public static LockTree None { get; } = new(null, []);

    /// <summary>The layer that locked this very path and all beneath it; <c>null</c> when only something beneath it is locked, or nothing.</summary>
    public int? Source { get; }

    public bool IsEmpty => Source is null && children.Count == 0;

    public LockTree? Child(string name) => children.GetValueOrDefault(name);

    /// <summary>The lowest layer that locked the path or something above it.</summary>
    public int? SourceAt(ReadOnlySpan<string> names)
    {
        var node = this;
        foreach (var name in names)
        {
            if (node.Source is { } above) return above;
            if (node.Child(name) is not { } child) return null;
            node = child;
        }

        return node.Source;
    }

    /// <summary>What is locked beneath the path, in the order of paths; nothing when the path itself is.</summary>
    public IEnumerable<(string Path, int Source)> Beneath(string path)
    {
        LockTree? node = this;
        foreach (var name in SettingsPath.Split(path)) node = node?.Child(name);
        return node is null or { Source: not null } ? [] : node.Below(path);
    }

    private IEnumerable<(string Path, int Source)> Below(string path) => children.OrderBy(child => child.Key, StringComparer.Ordinal).SelectMany(child =>
    {
        var inner = $"{path}{SettingsPath.Separator}{child.Key}";
        return child.Value.Source is { } source ? [(inner, source)] : child.Value.Below(inner);
    });

    public LockTree With(ReadOnlySpan<string> names, int source)
    {
        // The lowest lock stays: whoever set it first decides.
        if (Source is not null) return this;
        if (names.IsEmpty) return new LockTree(source, children);

        var copy = new Dictionary<string, LockTree>(children, StringComparer.Ordinal);
        copy[names[0]] = (copy.GetValueOrDefault(names[0]) ?? None).With(names[1..], source);
        return new LockTree(null, copy);
    }
}
