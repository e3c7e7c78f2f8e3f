using System.Text.Json;

namespace Adilas.Provisioning;

/// <summary>Recipes of one scripted step between an owner's and a settings step.</summary>
internal sealed class TestRecipes : IRecipeCatalog
{
    private static readonly JsonElement None = JsonDocument.Parse("{}").RootElement;

    public IReadOnlyCollection<Recipe> Recipes { get; } =
    [
        new("small", 1, "For tests", [new("owner", "owner", None), new("settings", "settings", None)]),
        new("foreign", 1, "As ordered from another release", [new("owner", "owner", None), new("act", "of-another-release", None)]),
        new("scripted", 1, "For tests",
        [
            new("owner", "owner", None),
            new("act", ScriptedStep.Name, None) { Timeout = TimeSpan.FromMilliseconds(300), MaxAttempts = 2 },
            new("settings", "settings", None),
        ]),
    ];

    public Recipe? Find(string name) => Recipes.FirstOrDefault(recipe => recipe.Name == name);
}
