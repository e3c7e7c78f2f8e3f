using System.Text.Json;

namespace Adilas.Storage;

/// <summary>Reads past states as what they are.</summary>
internal static class JournalReaderExtensions
{
    /// <summary>The state at a moment; <c>null</c> when there was none, it had been cleared, or its content was thinned away.</summary>
    /// <inheritdoc cref="IJournalReader.At"/>
    public static async Task<TState?> StateAt<TState>(
        this IJournalReader journal, string stateName, string grainKey, DateTimeOffset moment, CancellationToken cancellationToken)
        where TState : JournalState
    {
        var row = await journal.At(stateName, grainKey, moment, cancellationToken);
        return row is { IsTombstone: false, Payload: { } payload }
            ? JsonSerializer.Deserialize<TState>(payload, StoredJson.Options)! with { Version = row.Version }
            : null;
    }
}
