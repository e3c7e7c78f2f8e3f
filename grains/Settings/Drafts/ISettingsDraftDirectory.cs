using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>Lists the drafts of a layer, from the rows that are stored with each.</summary>
public interface ISettingsDraftDirectory
{
    /// <summary>The layer's drafts, newest first, from before <paramref name="before"/> on.</summary>
    /// <param name="layerKey">The layer's grain key.</param>
    /// <param name="phase"><c>null</c> for any.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<SettingsDraftSummary>> List(
        string layerKey, SettingsDraftPhase? phase, SettingsDraftId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Drafts of all layers, newest first, from before <paramref name="before"/> on.</summary>
    /// <param name="corporation">Only those of its layers; <c>null</c> for all.</param>
    /// <param name="phase"><c>null</c>: all that have not ended.</param>
    /// <param name="waitsForApproval">Only those that wait for a second person's consent.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<SettingsDraftSummary>> ListAcross(
        CorporationId? corporation,
        SettingsDraftPhase? phase,
        bool waitsForApproval,
        SettingsDraftId? before,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>How many of the layer's drafts have not ended.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<int> CountWaiting(string layerKey, CancellationToken cancellationToken);
}
