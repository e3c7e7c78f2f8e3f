using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings.Catalogue;
using Adilas.Users;

namespace Adilas.Settings;

/// <summary>
/// The settings of a corporation, or of a user in it, merged from all layers: an immutable snapshot. Take it from
/// <see cref="SettingsReplica"/> for each request and do not keep it.
/// </summary>
public sealed class Profile
{
    // Measured roughly: a parsed document beside its text; a path, a value and its place among the others.
    private const long BytesOfProfile = 2_000;
    internal const long BytesPerCharacter = 6;
    private const long BytesPerValue = 300;

    private readonly ProfileMerge merge;
    private readonly MergedSources sources;
    private readonly ReplicaLease lease;
    private readonly Lazy<Dictionary<string, ProfileValue>> values;

    internal Profile(CorporationId corporation, UserId? user, ProfileMerge merge, MergedSources sources, ReplicaLease lease)
    {
        (Corporation, User, this.merge, this.sources, this.lease) = (corporation, user, merge, sources, lease);
        Layers = merge.Layers.ToFrozenDictionary(layer => layer.Layer.Scope, layer => layer.Layer.Version);
        values = new(() => ProfileValues.Of(merge));
    }

    public CorporationId Corporation { get; }

    /// <summary><c>null</c>: the corporation's own, without roles and user.</summary>
    public UserId? User { get; }

    /// <summary>The version of each layer in it, by scope.</summary>
    public IReadOnlyDictionary<string, long> Layers { get; }

    /// <summary>Every path that has a value, objects and what is in them.</summary>
    public IReadOnlyCollection<string> Paths => values.Value.Keys;

    /// <summary>Every change that was acknowledged longer ago than this is in the profile.</summary>
    public TimeSpan Age => lease.Since(sources.CurrentAsOf);

    /// <summary>Whether hard settings are refused, because the cluster was not reached for too long.</summary>
    public bool IsLeaseEnded => Age > lease.Length || IsFromDisk;

    /// <summary>Whether some of it was read from disk because the cluster did not answer; see <c>Settings:CopiesPath</c>.</summary>
    public bool IsFromDisk => sources.AreFromDisk;

    /// <summary>What would differ if a layer of this profile were another.</summary>
    /// <param name="layer">Any version of one of its layers, or of a layer that nothing was set in yet.</param>
    /// <param name="limit">How many changed paths at most.</param>
    public IReadOnlyList<ValueChange> Preview(SettingsLayer layer, int limit) => ProfileDifference.Between(merge, merge.Replace(new ParsedLayer(layer)), limit);

    internal DateTimeOffset? NextChange => merge.NextChange;

    internal MergedSources Sources => sources;

    /// <summary>About how much memory it takes.</summary>
    internal long Bytes => BytesOfProfile
        + BytesPerCharacter * merge.Layers.Where(layer => layer.Scope.Kind >= LayerKind.Corporation).Sum(layer => (long)layer.Layer.Document.Json.Length)
        + (values.IsValueCreated ? BytesPerValue * values.Value.Count : 0);

    /// <summary>The value at a path such as <c>images.width</c>, as a number, text, truth value, list, or record.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>: nothing is set there. <see cref="Refusal.Unavailable"/> (<c>profile-lease-ended</c>): the setting is hard,
    /// and the cluster was not reached for too long to be sure of it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The value is of another type.</exception>
    public T Get<T>(string path) => TryGet<T>(path, out var value)
        ? value
        : throw new RefusedException(Refusal.NotFound, "setting-unset", $"Nothing is set at '{path}'.", "path");

    /// <summary>As <see cref="Get"/>; <c>false</c> when nothing is set there.</summary>
    public bool TryGet<T>(string path, [MaybeNullWhen(false)] out T value)
    {
        if (!values.Value.TryGetValue(path, out var found))
        {
            // That nothing is set may have changed as well.
            if (SettingsCatalogue.Current.IsHard(path)) CheckLease();
            value = default;
            return false;
        }

        if (found.IsHard) CheckLease();
        value = found.As<T>(path);
        return true;
    }

    /// <summary>The whole profile as one JSON object, its keys in ordinal order.</summary>
    public JsonElement ToJson() => merge.ToJson();

    /// <summary>As <see cref="ToJson"/> without hard settings, for when the lease has ended.</summary>
    public JsonElement SoftToJson()
    {
        var root = JsonNode.Parse(ToJson().GetRawText())!.AsObject();
        foreach (var path in values.Value.Where(entry => entry.Value is { IsHard: true, IsObject: false }).Select(entry => entry.Key))
        {
            var names = path.Split(SettingsPath.Separator);
            JsonNode? parent = root;
            foreach (var name in names[..^1]) parent = (parent as JsonObject)?[name];
            (parent as JsonObject)?.Remove(names[^1]);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>Why the value at a path is what it is.</summary>
    public ProfileExplanation Explain(string path) => merge.Explain(path);

    /// <summary>The scope of the layer whose lock keeps all higher layers from the path; <c>null</c> when none does.</summary>
    public string? LockedBy(string path) => merge.LockedBy(path);

    /// <summary>The profile as it would be if one of its layers were <paramref name="layer"/>, for whoever is about to change that.</summary>
    public Profile With(SettingsLayer layer) => new(Corporation, User, merge.Replace(new ParsedLayer(layer)), sources, lease);

    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the lease has ended.</exception>
    public void CheckLease()
    {
        if (IsLeaseEnded)
        {
            throw new RefusedException(
                Refusal.Unavailable, "profile-lease-ended", "The cluster was not reached for too long to be sure of this setting. Try again.");
        }
    }
}
