using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Adilas.Storage;

/// <summary>What every durable state carries: the rows to be stored in the same transaction as the state, and only there.</summary>
[GenerateSerializer, Immutable, Alias("adilas.JournalState")]
public abstract record JournalState
{
    /// <summary>Set by a transition, stored with it, and cleared by the commit.</summary>
    [field: NonSerialized]
    [JsonIgnore] public ImmutableArray<Effect> Effects { get; init; } = [];
}
