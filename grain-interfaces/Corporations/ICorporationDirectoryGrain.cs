using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Corporations;

/// <summary>Finds corporations across the platform. Reach it with <c>grains.CorporationDirectory()</c>; any silo answers.</summary>
[GrainInterfaceType("adilas.ICorporationDirectoryGrain"), Alias("adilas.ICorporationDirectoryGrain"), Subject(Subject.Platform)]
public interface ICorporationDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Corporations in the order of their ids, including every change that was acknowledged before the call.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor, limit or text.</exception>
    [Alias("Search"), Allow(Caller.Operator, Permission.CorporationsRead), Repeatable]
    Task<Page<CorporationSummary>> Search(CorporationQuery query, CancellationToken cancellationToken = default);
}
