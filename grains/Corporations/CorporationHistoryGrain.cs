using System.Globalization;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Storage;
using Orleans.Concurrency;

namespace Adilas.Corporations;

[GrainType("corporation-history"), StatelessWorker]
internal sealed class CorporationHistoryGrain(IJournalReader journal) : Grain, ICorporationHistoryGrain
{
    public async Task<Page<HistoryItem>> List(HistoryQuery query, CancellationToken cancellationToken)
    {
        var limit = PageLimit.Check(query.Limit);
        var corporation = CorporationId.Parse(this.GetPrimaryKeyString());
        var filter = new HistoryFilter(query.From, query.To, query.Actor, query.Action, ParseCursor(query.Cursor), limit + 1);
        var entries = await journal.History(corporation, filter, cancellationToken);
        var next = entries.Count > limit ? entries[limit - 1].Position.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<HistoryItem>([.. entries.Take(limit).Select(ToItem)], next);
    }

    private static HistoryItem ToItem(JournalEntry entry) => new(
        entry.Position,
        entry.At,
        entry.Actor,
        entry.OnBehalfOf,
        entry.Action,
        $"{entry.StateName} {entry.GrainKey}",
        entry.Version,
        [.. JsonDifference.Between(entry.PreviousPayload, entry.Payload, HistoryItem.MaxChanges)],
        entry.TraceId);

    private static long? ParseCursor(string? cursor) =>
        cursor is null ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new RefusedException(Refusal.Invalid, "cursor-malformed", "The cursor is not one that this list gave.", "cursor");
}
