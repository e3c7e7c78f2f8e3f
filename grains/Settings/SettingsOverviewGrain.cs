using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Settings.Drafts;
using Orleans.Concurrency;

namespace Adilas.Settings;

/// <summary>Reads lists from the rows that are stored with layers and drafts, kind by kind, and wakes no layer for it.</summary>
[GrainType("settings-overview"), StatelessWorker]
internal sealed class SettingsOverviewGrain(ILayerDirectory layers, ILayerUse use, ISettingsDraftDirectory drafts) : Grain, ISettingsOverviewGrain
{
    private const int MaxBeginningLength = 81;

    /// <summary>The corporation whose overview it is; <c>null</c>: the platform's.</summary>
    private CorporationId? Own =>
        this.GetPrimaryKeyString() is var key && OwnerKey.IsPlatform(key) ? null : CorporationId.Parse(key);

    public async Task<Page<SettingsLayerSummary>> ListLayers(
        LayerKind? kind, string? beginning, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        if (beginning?.Length > MaxBeginningLength)
            throw new RefusedException(Refusal.Invalid, "query-too-long", $"A name has at most {MaxBeginningLength} characters.", "query");

        var after = cursor is null ? null : ParseLayer(cursor);
        var found = new List<LayerLine>();
        foreach (var span in LayerSpan.Of(Own, kind, beginning ?? ""))
        {
            if (found.Count > count) break;
            if (after is not null && span.Kind < after.Kind) continue;
            var from = span.Kind == after?.Kind ? LayerSpan.NameOf(after) : null;
            found.AddRange(await layers.List(span, from, count + 1 - found.Count, cancellationToken));
        }

        var shown = found.Take(count).ToList();
        var used = await use.Find([.. shown.Select(line => line.Scope)], cancellationToken);
        return new Page<SettingsLayerSummary>(
            [.. shown.Zip(used, (line, isUsed) => new SettingsLayerSummary(line.Scope.Text, line.Version, line.ChangedAt, line.Actor, isUsed))],
            found.Count > count ? shown[^1].Scope.Text : null);
    }

    public async Task<Page<SettingsDraftSummary>> ListDrafts(
        SettingsDraftPhase? phase, bool waitsForApproval, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = PageLimit.Check(limit);
        var before = cursor is null ? (SettingsDraftId?)null : SettingsDraftId.TryParse(cursor, out var id) ? id : throw Malformed();
        var found = await drafts.ListAcross(Own, phase, waitsForApproval, before, count + 1, cancellationToken);
        return new Page<SettingsDraftSummary>([.. found.Take(count)], found.Count > count ? found[count - 1].Id.Value : null);
    }

    private static ProfileScope ParseLayer(string cursor) => ProfileScope.TryParse(cursor, out var scope) ? scope : throw Malformed();

    private static RefusedException Malformed() =>
        new(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
}
