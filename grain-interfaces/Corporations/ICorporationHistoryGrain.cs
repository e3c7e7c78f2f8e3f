using Adilas.Access;
using Adilas.Paging;
using Adilas.Refusals;

namespace Adilas.Corporations;

/// <summary>Reads what happened to one corporation. Key: <see cref="CorporationId"/>. Any silo answers.</summary>
[GrainInterfaceType("adilas.ICorporationHistoryGrain"), Alias("adilas.ICorporationHistoryGrain"), Subject(Subject.Corporation)]
public interface ICorporationHistoryGrain : IGrainWithStringKey
{
    /// <summary>Changes, newest first, up to a few seconds before now.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a malformed cursor or limit. <see cref="Refusal.NotFound"/>: never ordered.</exception>
    [Alias("List"), Allow(Caller.Member, Permission.AuditRead, In = Modes.Any), Repeatable]
    Task<Page<HistoryItem>> List(HistoryQuery query, CancellationToken cancellationToken = default);
}
