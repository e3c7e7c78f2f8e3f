using Adilas.Feeds;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Lists the layers that are stored, from the rows that are stored with each.</summary>
public interface ISettingsDirectory
{
    /// <summary>Layers in the order of their grain keys, from after <paramref name="afterKey"/> on; those that were taken away too.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<GrainVersion>> List(string? afterKey, int limit, CancellationToken cancellationToken);
}
