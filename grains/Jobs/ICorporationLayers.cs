using Adilas.Corporations;
using Adilas.Publishing;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>Tells which shared layers of settings apply to a corporation.</summary>
public interface ICorporationLayers
{
    /// <returns><c>null</c>: there is no such corporation.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<PublishedCorporation?> Find(CorporationId corporation, CancellationToken cancellationToken);
}
