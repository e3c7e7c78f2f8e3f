using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adilas.Settings;
using Adilas.Storage;

namespace Adilas.Publishing;

/// <summary>
/// Makes copies from what is stored: reads the layers of many corporations at once, and wakes no grain for it. Keeps the layers that many
/// share; a corporation's own is read each time, so that memory does not depend on how many there are.
/// </summary>
internal sealed class CopyMaker(IPublishedCorporations published)
{
    private const int MaxShared = 2_000;

    private readonly Dictionary<string, MakerLayer> shared = new(StringComparer.Ordinal);

    /// <summary>Forgets shared layers that are older than what was heard of.</summary>
    public void Hear(string grainKey, long version)
    {
        if (shared.TryGetValue(grainKey, out var known) && known.Version < version) shared.Remove(grainKey);
    }

    public void Forget() => shared.Clear();

    /// <summary>Reads what the profiles of these corporations are made of.</summary>
    public async Task<IReadOnlyDictionary<string, MakerLayer>> Read(
        IReadOnlyList<PublishedCorporation> corporations, CancellationToken cancellationToken)
    {
        if (shared.Count > MaxShared) shared.Clear();
        var wanted = corporations.SelectMany(it => it.Scopes()).DistinctBy(scope => scope.GrainKey)
            .ToDictionary(scope => scope.GrainKey, StringComparer.Ordinal);
        var missing = wanted.Keys.Where(key => !shared.ContainsKey(key)).ToList();
        var stored = (await published.Layers(missing, cancellationToken)).ToDictionary(layer => layer.GrainKey, StringComparer.Ordinal);
        var layers = new Dictionary<string, MakerLayer>(StringComparer.Ordinal);
        foreach (var (key, scope) in wanted)
        {
            var layer = shared.GetValueOrDefault(key) ?? Parsed(scope, stored.GetValueOrDefault(key));
            layers[key] = layer;
            if (scope.Kind is not LayerKind.Corporation && !layer.IsDamaged) shared[key] = layer;
        }

        return layers;
    }

    /// <param name="now">The moment as of which conditions apply.</param>
    /// <exception cref="InvalidDataException">One of the layers is damaged.</exception>
    public static MadeCopy Make(
        PublishedCorporation corporation, IReadOnlyDictionary<string, MakerLayer> layers, long revision, DateTimeOffset now)
    {
        var own = corporation.Scopes().Select(scope => (Scope: scope, Layer: layers[scope.GrainKey])).ToList();
        if (own.Find(layer => layer.Layer.IsDamaged) is { Layer: not null } damaged)
            throw new InvalidDataException($"{damaged.Scope}@{damaged.Layer.Version} cannot be read");
        var profile = own.Select(layer => layer.Layer.Parsed).OfType<ParsedLayer>().Aggregate(
            ProfileMerge.BeginWithDefaults(corporation.Id, now),
            (merge, layer) => merge.With(layer));
        var json = PublicProfile.Write(profile);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 16));
        var sources = string.Create(
            CultureInfo.InvariantCulture,
            $"{corporation.Version} {string.Join(' ', own.Select(layer => $"{layer.Scope}@{layer.Layer.Version}"))}");
        return new MadeCopy(new ProfileCopy(corporation.Id, revision, json, sources, digest), profile.NextChange);
    }

    private static MakerLayer Parsed(ProfileScope scope, StoredLayer? stored)
    {
        if (stored is null) return new MakerLayer(0, null);
        try
        {
            var state = JsonSerializer.Deserialize<SettingsProfileState>(stored.State, StoredJson.Options)! with { Version = stored.Version };
            return new MakerLayer(stored.Version, state.Exists ? new ParsedLayer(state.ToLayer(scope)) : null);
        }
        catch (Exception)
        {
            // However it is damaged, it concerns those alone whose profile it is in.
            return new MakerLayer(stored.Version, null, IsDamaged: true);
        }
    }
}

/// <param name="Version">0: nothing was ever set in it.</param>
/// <param name="Parsed"><c>null</c>: nothing is set in it.</param>
/// <param name="IsDamaged">What is stored cannot be read.</param>
internal sealed record MakerLayer(long Version, ParsedLayer? Parsed, bool IsDamaged = false);

/// <param name="NextChange">When a condition begins or ceases to apply; <c>null</c>: never.</param>
internal sealed record MadeCopy(ProfileCopy Copy, DateTimeOffset? NextChange);
