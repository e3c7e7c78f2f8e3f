using System.Collections.Immutable;

namespace Adilas.Settings.Catalogue;

/// <summary>One name in the tree of all paths: a setting, or the settings beneath it.</summary>
internal sealed class CatalogueNode
{
    private readonly Dictionary<string, CatalogueNode> named = new(StringComparer.Ordinal);
    private CatalogueNode? any;

    private CatalogueNode()
    {
    }

    public CatalogueEntry? Entry { get; private set; }

    /// <summary>Whether any JSON may stand here and beneath.</summary>
    public bool IsFree { get; private set; }

    /// <summary>All settings from here on down.</summary>
    public ImmutableArray<CatalogueEntry> Entries { get; private set; } = [];

    /// <param name="freeName">Beneath this name anything goes.</param>
    public static CatalogueNode Tree(ImmutableArray<CatalogueEntry> entries, string freeName)
    {
        var root = new CatalogueNode { Entries = entries };
        foreach (var entry in entries)
        {
            var node = root;
            foreach (var name in entry.Path.Split('.'))
            {
                node = name == CatalogueEntry.Wildcard ? node.any ??= new() : node.Child(name);
                node.Entries = node.Entries.Add(entry);
            }

            node.Entry = entry;
        }

        root.Child(freeName).any = new() { IsFree = true };
        return root;
    }

    public CatalogueNode? Find(string name) => IsFree ? this : named.GetValueOrDefault(name) ?? any;

    private CatalogueNode Child(string name) =>
        named.TryGetValue(name, out var child) ? child : named[name] = new();
}
