namespace Adilas.Journal;

/// <summary>The journal's columns in the order in which they are written.</summary>
internal static class JournalColumns
{
    public const string Names =
        "service, grain_type, state_name, grain_key, version, write_id, written_at, corporation, actor, on_behalf_of, action, trace_id, "
        + "is_tombstone, prev_hash, payload_hash, hash, payload";

    public static object?[] Values(JournalWrite write)
    {
        var row = write.Row;
        return
        [
            row.Key.Service, row.Key.GrainType, row.Key.StateName, row.Key.GrainKey, row.Version, row.WriteId, write.At, row.Corporation,
            row.Actor, row.OnBehalfOf, row.Action, row.TraceId, row.IsTombstone ? 1L : 0L, row.PreviousHash, row.PayloadHash, write.Hash,
            row.Payload,
        ];
    }
}
