using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Adilas.Refusals;
using Adilas.Webhooks;

namespace Adilas.Storage;

/// <summary>What every durable state carries besides its own facts; neither is part of its stored JSON.</summary>
[GenerateSerializer, Immutable, Alias("adilas.JournalState")]
public abstract record JournalState
{
    /// <summary>The number of the journal row that holds this state: set by the journal when it reads, and by a commit. 0: never stored.</summary>
    [JsonIgnore, Id(0)] public long Version { get; init; }

    /// <summary>Rows to be stored in the same transaction as the state, and only there: set by a transition, cleared by the commit.</summary>
    [field: NonSerialized]
    [JsonIgnore] public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>What of it is told to the corporation's endpoints: kept like <see cref="Effects"/>.</summary>
    [field: NonSerialized]
    [JsonIgnore] public ImmutableArray<CorporationEvent> Told { get; init; } = [];

    /// <exception cref="RefusedException"><see cref="Refusal.Stale"/>: a version was expected, and it is not this one.</exception>
    public void CheckVersion(long? expected)
    {
        if (expected is { } version && version != Version)
        {
            throw new RefusedException(
                Refusal.Stale, "version-stale", $"Version {version} was expected, but version {Version} is the newest.", "If-Match");
        }
    }
}
