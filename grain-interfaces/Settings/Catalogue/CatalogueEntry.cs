using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adilas.Settings.Catalogue;

/// <summary>One setting that the catalogue knows.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Stands in a path for one name, whichever.</summary>
    public const string Wildcard = "*";

    /// <summary>Names joined by dots, such as <c>images.width</c> or <c>terms.*</c>.</summary>
    public required string Path { get; init; }

    public required SettingType Type { get; init; }

    /// <summary>What a number counts, such as <c>pixels</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>What may be chosen; empty for other types.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Of a text, or of each text in a list, in UTF-16 code units; <c>null</c> where the pattern has one length.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The name of the form that a text must have; see <see cref="CataloguePattern"/>.</summary>
    public string? Pattern { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>What holds when no layer sets it; <c>null</c> when nothing does.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Whether no front end may serve it without knowing that it is current.</summary>
    [JsonPropertyName("hard")]
    public bool IsHard { get; init; }

    /// <summary>Which kinds of layers may set it, in their precedence.</summary>
    [JsonConverter(typeof(LayerRange))]
    public required ImmutableArray<LayerKind> Layers { get; init; }

    /// <summary>Whether its value may tell something about a person.</summary>
    [JsonPropertyName("personal")]
    public bool IsPersonal { get; init; }

    /// <summary>Whether a change needs a second person.</summary>
    [JsonPropertyName("approval")]
    public bool NeedsApproval { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Description { get; init; }

    /// <summary>What a value must be, to follow "must be": <c>a whole number from 16 to 8192</c>.</summary>
    [JsonIgnore] public string Rule => ValueRule.Describe(this);

    [JsonIgnore] public bool HasWildcard => Path.Split('.').Contains(Wildcard);

    public bool MayBeSetBy(LayerKind layer) => Layers.Contains(layer);
}
