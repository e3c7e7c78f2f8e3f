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
        if (entries.Count == 0) await CheckKnown(cancellationToken);
        var next = entries.Count > limit ? entries[limit - 1].Position.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<HistoryItem>([.. entries.Take(limit).Select(ToItem)], next);
    }

    /// <summary>An empty history may be one too recent to be read, or one of which the filter leaves nothing: each corporation begins with its provisioning.</summary>
    private async Task CheckKnown(CancellationToken cancellationToken)
    {
        var first = await journal.Versions(StorageNames.Provisioning, this.GetPrimaryKeyString(), long.MaxValue, limit: 1, cancellationToken);
        if (first.Count == 0) throw new RefusedException(Refusal.NotFound, "corporation-unknown", "There is no such corporation.");
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
