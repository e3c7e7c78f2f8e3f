using System.Text.Json;

namespace Adilas.Settings;

/// <summary>One of two things that are compared path by path.</summary>
internal abstract class DriftSource
{
    /// <summary>What stands at each path, as JSON; objects are told by what is in them.</summary>
    public abstract IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>Every path about which something is said.</summary>
    public virtual IEnumerable<string> Paths => Values.Keys;

    public abstract bool IsLocked(string path);

    /// <summary>The conditions at a path, as JSON.</summary>
    public virtual string Conditions(string path) => "";

    public abstract DriftSideView Side(string path);

    /// <summary>Whether both say the same at a path: the same value, under the same conditions, and locked in both or in neither.</summary>
    public bool Agrees(DriftSource other, string path) =>
        Values.GetValueOrDefault(path) == other.Values.GetValueOrDefault(path)
        && IsLocked(path) == other.IsLocked(path)
        && Conditions(path) == other.Conditions(path);

    protected static Dictionary<string, string> Leaves(JsonElement root) =>
        JsonLeaves.Of(root).ToDictionary(leaf => leaf.Path, leaf => leaf.Value.GetRawText(), StringComparer.Ordinal);

    protected JsonElement? ValueAt(string path) => Values.TryGetValue(path, out var json) ? JsonElement.Parse(json) : null;
}

/// <summary>The settings that hold for a corporation.</summary>
internal sealed class ProfileDriftSource(Profile profile) : DriftSource
{
    public override IReadOnlyDictionary<string, string> Values { get; } = Leaves(profile.ToJson());

    public override bool IsLocked(string path) => profile.LockedBy(path) is not null;

    public override DriftSideView Side(string path) => new(ValueAt(path), profile.Explain(path).Source, profile.LockedBy(path), []);
}

/// <summary>What one layer says, whatever holds in the end.</summary>
/// <param name="layer"><c>null</c>: nothing was ever set in it.</param>
internal sealed class LayerDriftSource(ProfileScope scope, SettingsLayer? layer) : DriftSource
{
    public override IReadOnlyDictionary<string, string> Values { get; } = layer is null ? [] : Leaves(JsonElement.Parse(layer.Document.Json));

    public override IEnumerable<string> Paths => Values.Keys.Concat(layer?.Locks ?? []).Concat(layer?.Conditions.Select(it => it.Path) ?? []);

    public override bool IsLocked(string path) => layer?.Locks.Any(above => SettingsPath.IsWithin(path, above)) ?? false;

    public override string Conditions(string path) => JsonSerializer.Serialize(ConditionsAt(path));

    public override DriftSideView Side(string path) => new(
        ValueAt(path), Values.ContainsKey(path) ? scope.Text : null, IsLocked(path) ? scope.Text : null, ConditionsAt(path));

    private List<SettingsConditionView> ConditionsAt(string path) =>
        [.. layer?.Conditions.Where(condition => condition.Path == path).Select(SettingsConditionView.Of) ?? []];
}
