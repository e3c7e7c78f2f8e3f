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

    /// <summary>How many of the layer's drafts have not ended.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<int> CountWaiting(string layerKey, CancellationToken cancellationToken);
}
