using System.Collections.Immutable;
using System.Text.Json;

namespace Adilas.Settings;

/// <summary>Why a profile has the value that it has at one path.</summary>
/// <param name="Value">As JSON; <c>null</c> when nothing stands there.</param>
/// <param name="Source">
/// The scope of the layer whose value holds or that masks it, or <see cref="ProfileMerge.Defaults"/>; <c>null</c> when nothing says anything, or
/// for an object, which may have parts from several.
/// </param>
/// <param name="Layers">Every layer that says something about the path, in rising precedence.</param>
/// <param name="LocksBeneath">What is locked beneath the path, when it is an object of settings.</param>
public sealed record ProfileExplanation(
    string Path, JsonElement? Value, string? Source, ImmutableArray<LayerSaying> Layers, ImmutableArray<PathLock> LocksBeneath)
{
    internal static ProfileExplanation Of(ProfileMerge profile, string path)
    {
        var names = SettingsPath.Split(path);
        var final = profile.Root.Find(names);
        var (merge, sayings, masking) = (profile.Start(), ImmutableArray.CreateBuilder<LayerSaying>(), (string?)null);
        foreach (var layer in profile.Layers)
        {
            var locked = merge.Locks.SourceAt(names) is { } source ? merge.Layers[source].Scope.Text : null;
            var next = merge.With(layer);
            var (before, after) = (merge.Root.Find(names), next.Root.Find(names));
            var condition = layer.Conditions.LastOrDefault(parsed => SettingsPath.IsWithin(path, parsed.Condition.Path) && merge.Applies(parsed.Condition));
            if (condition is not null || Says(layer.Root, names) || !ReferenceEquals(before, after) && after?.Source == next.Layers.Length - 1)
                sayings.Add(Saying(layer, names, condition, locked, before, after));
            if (before is not null && after is null) masking = layer.Scope.Text;
            merge = next;
        }

        var winner = final switch
        {
            MergedLeaf leaf => profile.SourceOf(leaf),
            null => masking,
            _ => null,
        };
        return new ProfileExplanation(
            path,
            final?.ToJson(),
            winner,
            sayings.DrainToImmutable(),
            [.. merge.Locks.Beneath(path).Select(locked => new PathLock(locked.Path, merge.Layers[locked.Source].Scope.Text))]);
    }

    private static LayerSaying Saying(
        ParsedLayer layer, string[] names, ParsedLayer.ParsedCondition? condition, string? locked, MergedNode? before, MergedNode? after)
    {
        var it = layer.Layer;
        var said = condition?.Value is { } value && condition.Names.Length == names.Length ? value : ValueAt(layer.Root, names);
        return new LayerSaying(
            it.Scope, it.Version, it.Actor, it.ChangedAt, it.Reason, said, Applied: !ReferenceEquals(before, after), locked, condition?.Condition);
    }

    private static bool Says(JsonElement root, string[] names)
    {
        foreach (var name in names)
        {
            // What stands above the path and is no object says that nothing is beneath it.
            if (root.ValueKind is not JsonValueKind.Object) return true;
            if (!root.TryGetProperty(name, out root)) return false;
        }

        return true;
    }

    private static JsonElement? ValueAt(JsonElement root, string[] names)
    {
        foreach (var name in names)
        {
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty(name, out root)) return null;
        }

        return root;
    }
}

/// <summary>What one layer says about a path.</summary>
/// <param name="Value">What the layer holds at the path, JSON null when it masks; <c>null</c> when it masks from above the path.</param>
/// <param name="Applied">Whether it changed what layers beneath it had left there; a locked value never does.</param>
/// <param name="LockedBy">The scope of the lower layer whose lock keeps this one out.</param>
/// <param name="Condition">The condition by which the value applies, when it does by one.</param>
public sealed record LayerSaying(
    string Scope,
    long Version,
    string Actor,
    DateTimeOffset ChangedAt,
    string? Reason,
    JsonElement? Value,
    bool Applied,
    string? LockedBy,
    SettingsCondition? Condition);

/// <param name="By">The scope of the layer that locked the path.</param>
public sealed record PathLock(string Path, string By);
