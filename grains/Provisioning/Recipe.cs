using System.Collections.Immutable;
using System.Text.Json;

namespace Adilas.Provisioning;

/// <summary>What a corporation is made of: versioned data, kept apart from the code.</summary>
/// <param name="Name">In the grammar of ids.</param>
/// <param name="Version">From 1; rises when the recipe changes. A corporation remembers the version that made it.</param>
public sealed record Recipe(string Name, int Version, string Description, ImmutableArray<RecipeStep> Steps);

/// <summary>One step of a recipe.</summary>
/// <param name="Name">Unique within the recipe; named in progress and reasons.</param>
/// <param name="Type">Which <see cref="IProvisioningStep"/> does it.</param>
/// <param name="Options">What that type of step needs to know; a JSON object, checked when the recipe is read.</param>
public sealed record RecipeStep(string Name, string Type, JsonElement Options)
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often it is tried before the provisioning fails.</summary>
    public int MaxAttempts { get; init; } = 5;
}
