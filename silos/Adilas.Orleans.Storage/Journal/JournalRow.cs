namespace Adilas.Journal;

/// <summary>One row of the journal, but for its position, which the store gives, and its time and hash, which depend on the moment.</summary>
internal sealed record JournalRow(
    JournalKey Key,
    long Version,
    byte[] WriteId,
    string Corporation,
    string Actor,
    string? OnBehalfOf,
    string Action,
    byte[]? TraceId,
    bool IsTombstone,
    byte[]? PreviousHash,
    byte[]? PayloadHash,
    byte[]? Payload)
{
    public const int MaxPayloadBytes = 1024 * 1024;
    public const int HashBytes = 32;
    public const int WriteIdBytes = 16;
}
