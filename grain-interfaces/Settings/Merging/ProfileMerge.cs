using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Settings.Catalogue;

namespace Adilas.Settings;

/// <summary>
/// Layers merged so far, in rising precedence: RFC 7396, except that a locked path keeps what stands there, and so does an object with a
/// locked path in it when a higher layer would replace or mask it. Immutable: each layer makes the next value.
/// </summary>
public sealed class ProfileMerge
{
    /// <summary>The list that is united over several roles, and that no user's own layer can set.</summary>
    public const string Permissions = "permissions";

    private readonly CorporationId corporation;
    private readonly DateTimeOffset now;
    private readonly MergedObject start;

    private ProfileMerge(
        CorporationId corporation,
        DateTimeOffset now,
        MergedObject start,
        ImmutableArray<ParsedLayer> layers,
        MergedObject root,
        LockTree locks,
        DateTimeOffset? nextChange)
    {
        (this.corporation, this.now, this.start) = (corporation, now, start);
        (Layers, Root, Locks, NextChange) = (layers, root, locks, nextChange);
    }

    /// <summary>The name under which the catalogue's defaults stand where a layer's scope would.</summary>
    public const string Defaults = "default";

    private static readonly MergedObject CatalogueDefaults = Begin(default, default).Object(
        MergedObject.Empty, JsonElement.Parse(SettingsCatalogue.Current.Defaults.Json), source: -1, LayerKind.System, LockTree.None, isTop: true);

    public ImmutableArray<ParsedLayer> Layers { get; }

    /// <summary>When a condition begins or ceases to apply, so that the merge must be made anew; <c>null</c>: never.</summary>
    public DateTimeOffset? NextChange { get; }

    /// <summary>Whether it comes out the same for every corporation at any time.</summary>
    public bool IsForAll => Layers.All(layer => layer.Conditions.IsEmpty);

    internal MergedObject Root { get; }

    internal LockTree Locks { get; }

    /// <summary>Nothing at all.</summary>
    public static ProfileMerge Begin(CorporationId corporation, DateTimeOffset now) =>
        Begin(corporation, now, MergedObject.Empty);

    /// <summary>What holds where no layer says anything.</summary>
    public static ProfileMerge BeginWithDefaults(CorporationId corporation, DateTimeOffset now) =>
        Begin(corporation, now, CatalogueDefaults);

    /// <summary>The same merge for another corporation and time; only where it <see cref="IsForAll"/>.</summary>
    public ProfileMerge For(CorporationId other, DateTimeOffset moment) => IsForAll
        ? new ProfileMerge(other, moment, start, Layers, Root, Locks, nextChange: null)
        : throw new InvalidOperationException("It may come out differently for another corporation.");

    /// <param name="layer">Of the same or a higher kind than those before it.</param>
    public ProfileMerge With(ParsedLayer layer)
    {
        var (source, kind) = (Layers.Length, layer.Scope.Kind);
        if (source > 0 && Layers[^1].Scope.Kind > kind) throw new ArgumentException($"{layer.Scope} comes before {Layers[^1].Scope}.", nameof(layer));

        var root = Object(Root, layer.Root, source, kind, Locks, isTop: true);
        var (next, locks) = (NextChange, Locks);
        foreach (var parsed in layer.Conditions)
        {
            if (parsed.Condition.AppliesTo(corporation.Value, now)) root = At(root, parsed.Names, parsed.Value, source, kind, Locks, isTop: true);
            if (parsed.Condition.NextChange(now) is { } change && !(next <= change)) next = change;
        }

        foreach (var path in layer.Layer.Locks) locks = locks.With(SettingsPath.Split(path), source);
        return new ProfileMerge(corporation, now, start, Layers.Add(layer), root, locks, next);
    }

    /// <summary>The same merge with another version of one layer; one that is not in it comes last among its kind.</summary>
    public ProfileMerge Replace(ParsedLayer layer)
    {
        var layers = Layers.Where(it => it.Scope != layer.Scope).ToList();
        var at = Layers.ToList().FindIndex(it => it.Scope == layer.Scope);
        layers.Insert(at >= 0 ? at : layers.TakeWhile(it => it.Scope.Kind <= layer.Scope.Kind).Count(), layer);
        return layers.Aggregate(Start(), (merge, next) => merge.With(next));
    }

    /// <summary>The merged document: its keys in ordinal order, so that equal profiles have equal text.</summary>
    public JsonElement ToJson() => Root.ToJson();

    /// <summary>What stands at a path; <c>null</c>: nothing.</summary>
    public JsonElement? Find(string path) => Root.Find(SettingsPath.Split(path))?.ToJson();

    /// <summary>Every path with what stands there: each object, and what is in it.</summary>
    public IEnumerable<(string Path, JsonElement Json)> Nodes() => Nodes("", Root);

    public ProfileExplanation Explain(string path) => ProfileExplanation.Of(this, path);

    /// <summary>The scope of the layer whose lock keeps all higher layers from the path; <c>null</c> when none does.</summary>
    public string? LockedBy(string path) => Locks.SourceAt(SettingsPath.Split(path)) is { } source ? Layers[source].Scope.Text : null;

    /// <summary>As it was before the first layer.</summary>
    internal ProfileMerge Start() => Begin(corporation, now, start);

    internal string SourceOf(MergedLeaf leaf) => leaf.Source < 0 ? Defaults : Layers[leaf.Source].Scope.Text;

    internal bool Applies(SettingsCondition condition) => condition.AppliesTo(corporation.Value, now);

    private static ProfileMerge Begin(CorporationId corporation, DateTimeOffset now, MergedObject start) =>
        new(corporation, now, start, [], start, LockTree.None, nextChange: null);

    private static IEnumerable<(string Path, JsonElement Json)> Nodes(string parent, MergedObject node)
    {
        foreach (var (name, child) in node.Children)
        {
            var path = SettingsPath.Join(parent, name);
            if (child is not MergedObject nested)
            {
                yield return (path, ((MergedLeaf)child).Value);
                continue;
            }

            yield return (path, nested.ToJson());
            foreach (var beneath in Nodes(path, nested)) yield return beneath;
        }
    }

    private MergedObject Object(MergedObject target, JsonElement changes, int source, LayerKind kind, LockTree? locks, bool isTop)
    {
        var children = target.Copy();
        foreach (var change in changes.EnumerateObject()) Set(children, change.Name, change.Value, source, kind, locks?.Child(change.Name), isTop);
        return new MergedObject(source, children);
    }

    private MergedObject At(
        MergedObject target, ReadOnlySpan<string> names, JsonElement value, int source, LayerKind kind, LockTree? locks, bool isTop)
    {
        var (name, locked) = (names[0], locks?.Child(names[0]));
        var children = target.Copy();
        if (names.Length == 1) Set(children, name, value, source, kind, locked, isTop);
        else if (locked?.Source is null && !IsForbidden(name, kind, isTop))
            children[name] = At(children.GetValueOrDefault(name) as MergedObject ?? MergedObject.Empty, names[1..], value, source, kind, locked, isTop: false);
        return new MergedObject(source, children);
    }

    private void Set(Dictionary<string, MergedNode> children, string name, JsonElement value, int source, LayerKind kind, LockTree? locks, bool isTop)
    {
        if (locks?.Source is not null || IsForbidden(name, kind, isTop)) return;
        var present = children.GetValueOrDefault(name);
        if (value.ValueKind is JsonValueKind.Object)
        {
            children[name] = Object(present as MergedObject ?? MergedObject.Empty, value, source, kind, locks, isTop: false);
            return;
        }

        if (locks is { IsEmpty: false }) return;
        if (value.ValueKind is JsonValueKind.Null) children.Remove(name);
        else children[name] = new MergedLeaf(source, isTop && name == Permissions && kind is LayerKind.Role ? United(present, value) : value);
    }

    private static bool IsForbidden(string name, LayerKind kind, bool isTop) => isTop && kind is LayerKind.User && name == Permissions;

    /// <summary>What an earlier role granted, and what this one grants besides.</summary>
    private JsonElement United(MergedNode? present, JsonElement granted)
    {
        if (present is not MergedLeaf { Value: { ValueKind: JsonValueKind.Array } before } leaf || granted.ValueKind is not JsonValueKind.Array) return granted;
        if (leaf.Source < 0 || leaf.Source >= Layers.Length || Layers[leaf.Source].Scope.Kind is not LayerKind.Role) return granted;

        var texts = before.EnumerateArray().Concat(granted.EnumerateArray()).Select(item => item.GetRawText()).Distinct(StringComparer.Ordinal);
        using var united = JsonDocument.Parse($"[{string.Join(',', texts)}]");
        return united.RootElement.Clone();
    }
}
