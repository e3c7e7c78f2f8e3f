using System.Collections.Immutable;

namespace Adilas.Corporations;

/// <summary>One change in a corporation's history.</summary>
/// <param name="Position">Its place in the journal.</param>
/// <param name="Action">The command, for example <c>Corporation.Rename</c>.</param>
/// <param name="Subject">What changed, for example <c>corporation acme</c>.</param>
/// <param name="Version">The version of that thing which this change made.</param>
/// <param name="Changes">At most <see cref="MaxChanges"/>; secrets are masked.</param>
[GenerateSerializer, Immutable, Alias("adilas.HistoryItem")]
public sealed record HistoryItem(
    long Position,
    DateTimeOffset At,
    string Actor,
    string? OnBehalfOf,
    string Action,
    string Subject,
    long Version,
    ImmutableArray<ValueChange> Changes,
    string? TraceId)
{
    public const int MaxChanges = 200;
}

/// <summary>One value before and after, as JSON text; <c>null</c> where it did not exist.</summary>
/// <param name="Path">Names joined by dots.</param>
[GenerateSerializer, Immutable, Alias("adilas.ValueChange")]
public sealed record ValueChange(string Path, string? Before, string? After);
