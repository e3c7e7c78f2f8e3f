using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Corporations;

/// <summary>Searches the directory of corporations.</summary>
public interface ICorporationDirectory
{
    /// <summary>Corporations in the order of their ids; <see cref="CorporationQuery.Limit"/> is set.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor, or a text that is too long.</exception>
    Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken);
}
