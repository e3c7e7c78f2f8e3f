namespace Adilas.Journal;

/// <summary>A row that stands where a write wanted to go.</summary>
internal sealed record StoredRow(JournalKey Key, long Version, byte[] WriteId, long At, byte[] Hash);
