using System.Collections.Frozen;

namespace Adilas.Jobs;

/// <summary>The handlers that this runtime brings, by kind.</summary>
public sealed class JobHandlers(IEnumerable<IJobHandler> handlers)
{
    private readonly FrozenDictionary<string, IJobHandler> byKind =
        handlers.ToFrozenDictionary(handler => handler.Kind, StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds => byKind.Keys;

    /// <summary>Whether the runtime does such jobs itself; others are for workers outside.</summary>
    public bool Has(string kind) => byKind.ContainsKey(kind);

    public IJobHandler? Find(string kind) => byKind.GetValueOrDefault(kind);
}
