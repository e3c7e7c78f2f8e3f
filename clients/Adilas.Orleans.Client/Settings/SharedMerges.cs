using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>
/// Merges the layers that corporations have in common once for all of them: most of a profile's text is theirs. What is shared also takes
/// memory once.
/// </summary>
internal sealed class SharedMerges
{
    /// <summary>Beyond it, it starts anew: layers that nobody has any more may be among them.</summary>
    internal const int MaxKept = 64;

    private readonly ConcurrentDictionary<ImmutableArray<ParsedLayer>, ProfileMerge> kept = new(new SameLayers());

    /// <summary>How many merges are kept.</summary>
    public int Count => kept.Count;

    /// <summary>About how much memory they take.</summary>
    public long Bytes => Profile.BytesPerCharacter * kept.Keys.Sum(layers => layers.Sum(layer => (long)layer.Layer.Document.Json.Length));

    /// <param name="layers">Of one profile, in rising precedence.</param>
    public ProfileMerge Merge(CorporationId corporation, DateTimeOffset now, ImmutableArray<ParsedLayer> layers)
    {
        var shared = layers.TakeWhile(layer => layer.Scope.Kind < LayerKind.Corporation).ToImmutableArray();
        var merge = kept.TryGetValue(shared, out var known) ? known.For(corporation, now) : With(ProfileMerge.BeginWithDefaults(corporation, now), shared);
        if (known is null && merge.IsForAll) Keep(shared, merge);
        return With(merge, layers[shared.Length..]);
    }

    /// <summary>Lets go of all: who needs one merges it anew.</summary>
    public void Clear() => kept.Clear();

    private void Keep(ImmutableArray<ParsedLayer> shared, ProfileMerge merge)
    {
        foreach (var old in kept.Keys.Where(old => IsSuperseded(old, shared))) kept.TryRemove(old, out _);
        if (kept.Count >= MaxKept) kept.Clear();
        kept[shared] = merge;
    }

    private static bool IsSuperseded(ImmutableArray<ParsedLayer> old, ImmutableArray<ParsedLayer> shared) =>
        old.Any(layer => shared.Any(newer => newer.Scope == layer.Scope && newer.Layer.Version > layer.Layer.Version));

    private static ProfileMerge With(ProfileMerge merge, ImmutableArray<ParsedLayer> layers) =>
        layers.Aggregate(merge, static (merge, layer) => merge.With(layer));

    /// <summary>The very same versions: a layer is parsed once and held.</summary>
    private sealed class SameLayers : IEqualityComparer<ImmutableArray<ParsedLayer>>
    {
        public bool Equals(ImmutableArray<ParsedLayer> left, ImmutableArray<ParsedLayer> right) => left.AsSpan().SequenceEqual(right.AsSpan());

        public int GetHashCode(ImmutableArray<ParsedLayer> layers)
        {
            var hash = default(HashCode);
            foreach (var layer in layers) hash.Add(RuntimeHelpers.GetHashCode(layer));
            return hash.ToHashCode();
        }
    }
}
