using System.Collections.Immutable;
using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>What an edit would make of a layer.</summary>
/// <param name="Changes">The paths of this layer's own document that it would change, at most <see cref="MaxChanges"/>.</param>
/// <param name="Layer">The layer as it would be, under the version that it has now.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsPreview")]
public sealed record SettingsPreview(ImmutableArray<ValueChange> Changes, SettingsLayer Layer)
{
    public const int MaxChanges = 1000;

    /// <summary>The settings among them that need a second person's consent.</summary>
    [Id(0)] public ImmutableArray<string> NeedsApproval { get; init; } = [];
}
