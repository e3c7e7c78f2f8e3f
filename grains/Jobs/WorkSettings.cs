using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Publishing;
using Adilas.Settings;

namespace Adilas.Jobs;

/// <summary>What a corporation's settings say of its work.</summary>
/// <param name="Parallel">How many of its jobs may run at once.</param>
/// <param name="Rate">How many of its jobs may begin in a second.</param>
/// <param name="Weight">Its share of workers when many wait.</param>
/// <param name="Approval">Kinds whose jobs wait for a second person.</param>
internal sealed record WorkSettings(
    int Parallel, int Rate, int Weight, int Attempts, int DeadlineSeconds, ImmutableArray<string> Approval);

/// <summary>Reads <see cref="WorkSettings"/> from the stored layers; keeps them for some seconds, for as many corporations as are busy.</summary>
internal sealed class WorkSettingsReader(ICorporationLayers corporations, IPublishedCorporations layers, TimeProvider clock)
{
    private const int MaxKept = 20_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<CorporationId, (WorkSettings Settings, DateTimeOffset ReadAt)> kept = new();

    public ValueTask<WorkSettings> Of(CorporationId corporation, CancellationToken cancellationToken) =>
        kept.TryGetValue(corporation, out var known) && clock.GetUtcNow() - known.ReadAt < KeptFor
            ? new(known.Settings)
            : new(Read(corporation, cancellationToken));

    private async Task<WorkSettings> Read(CorporationId corporation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var profile = ProfileMerge.BeginWithDefaults(corporation, now);
        if (await corporations.Find(corporation, cancellationToken) is { } scopes)
        {
            var stored = await new CopyMaker(layers).Read([scopes], cancellationToken);
            profile = scopes.Scopes().Select(scope => stored[scope.GrainKey].Parsed).OfType<ParsedLayer>()
                .Aggregate(profile, (merge, layer) => merge.With(layer));
        }

        var settings = new WorkSettings(
            Number(profile, "work.parallel"),
            Number(profile, "work.rate"),
            Number(profile, "work.weight"),
            Number(profile, "work.attempts"),
            Number(profile, "work.deadline"),
            Texts(profile, "work.approval"));
        if (kept.Count > MaxKept) kept.Clear();
        kept[corporation] = (settings, now);
        return settings;
    }

    /// <summary>A layer may hide a setting; work goes on with the least then.</summary>
    private static int Number(ProfileMerge profile, string path) =>
        profile.Find(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 1;

    private static ImmutableArray<string> Texts(ProfileMerge profile, string path) =>
        profile.Find(path) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
