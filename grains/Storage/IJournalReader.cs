using Adilas.Corporations;

namespace Adilas.Storage;

/// <summary>Reads the past. Bounded, and never on a hot path.</summary>
public interface IJournalReader
{
    /// <summary>
    /// Rows of one corporation, newest first, with the payload that each replaced. Stops <see cref="RowDelay.Longest"/> before now, because
    /// rows become visible out of order.
    /// </summary>
    Task<IReadOnlyList<JournalEntry>> History(CorporationId corporation, HistoryFilter filter, CancellationToken cancellationToken);

    /// <summary>Rows of one grain's state, newest first, from below <paramref name="beforeVersion"/> on; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<JournalEntry>> Versions(
        string stateName, string grainKey, long beforeVersion, int limit, CancellationToken cancellationToken);

    /// <summary>One row of one grain's state, or <c>null</c>.</summary>
    Task<JournalEntry?> Version(string stateName, string grainKey, long version, CancellationToken cancellationToken);

    /// <summary>The row that was the newest at a moment, or <c>null</c> when there was none yet.</summary>
    /// <exception cref="Refusals.RefusedException">
    /// <see cref="Refusals.Refusal.Invalid"/>: less than <see cref="RowDelay.Longest"/> ago, so that a row may still appear before it.
    /// </exception>
    Task<JournalEntry?> At(string stateName, string grainKey, DateTimeOffset moment, CancellationToken cancellationToken);
}

/// <summary>Which rows of a corporation's history; <c>null</c> means any.</summary>
/// <param name="BeforePosition">Only rows before this position, for the next page.</param>
/// <param name="Limit">At most this many rows.</param>
public sealed record HistoryFilter(
    DateTimeOffset? From, DateTimeOffset? To, string? Actor, string? Action, long? BeforePosition, int Limit);

/// <summary>One row of the journal as readers see it; personal data is masked (<see cref="PersonalMask"/>), or <c>null</c> once it was erased.</summary>
/// <param name="Payload">The state as JSON; <c>null</c> for a tombstone and once thinned.</param>
/// <param name="PreviousPayload">The state that it replaced; <c>null</c> when there was none, or once thinned.</param>
public sealed record JournalEntry(
    long Position,
    DateTimeOffset At,
    string StateName,
    string GrainKey,
    long Version,
    string Actor,
    string? OnBehalfOf,
    string Action,
    string? TraceId,
    bool IsTombstone,
    byte[]? Payload,
    byte[]? PreviousPayload);
