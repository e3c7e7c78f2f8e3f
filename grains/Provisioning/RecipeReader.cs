using System.Collections.Immutable;
using System.Text.Json;
using Adilas.Ids;
using Adilas.Refusals;

namespace Adilas.Provisioning;

/// <summary>Reads a recipe and says what is wrong with it: file, step, field, rule.</summary>
/// <param name="types">The registered types of step.</param>
internal sealed class RecipeReader(IEnumerable<IProvisioningStep> types)
{
    public const int MaxSteps = 32;
    public const int MaxDescriptionLength = 500;
    public const int MaxAttempts = 20;
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private static readonly string[] OfRecipe = ["name", "version", "description", "steps"];
    private static readonly string[] OfStep = ["name", "type", "timeoutSeconds", "maxAttempts"];

    private readonly Dictionary<string, IProvisioningStep> types = types.ToDictionary(type => type.Type, StringComparer.Ordinal);

    /// <param name="file">Named in problems; without its extension it is the recipe's name.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>recipe</c>.</exception>
    public Recipe Read(string file, string json)
    {
        using var document = Parse(file, json);
        var root = new RecipeFields(file, document.RootElement);
        root.CheckNames(OfRecipe);

        var name = root.Text("name", IdGrammar.MaxLength);
        if (!IdGrammar.IsWellFormed(name) || name != Path.GetFileNameWithoutExtension(file))
            throw root.Problem("name", "is that of the file, in lower-case letters, digits or dashes");
        var recipe = new Recipe(
            name, root.Number("version", 1, int.MaxValue), root.Text("description", MaxDescriptionLength), ReadSteps(file, root));
        CheckOrder(root, recipe);
        return recipe;
    }

    private ImmutableArray<RecipeStep> ReadSteps(string file, RecipeFields root)
    {
        var steps = root.Array("steps", MaxSteps).Select((element, index) => ReadStep(file, index, element)).ToImmutableArray();
        if (steps.GroupBy(step => step.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw root.Problem("steps", $"has two steps named '{twice.Key}'");
        return steps;
    }

    private RecipeStep ReadStep(string file, int index, JsonElement element)
    {
        var fields = new RecipeFields($"{file}, step {index + 1}", element);
        var name = fields.Text("name", IdGrammar.MaxLength);
        if (!IdGrammar.IsWellFormed(name)) throw fields.Problem("name", "has lower-case letters, digits or dashes");

        fields = new RecipeFields($"{file}, step '{name}'", element);
        var type = fields.Text("type", IdGrammar.MaxLength);
        if (name is PlaceStep.Name or RegisterStep.Name || type is PlaceStep.Name or RegisterStep.Name)
        {
            throw fields.Problem(
                "type", $"is not '{PlaceStep.Name}' or '{RegisterStep.Name}', nor is a step named so: every provisioning has these");
        }

        if (!types.TryGetValue(type, out var work))
            throw fields.Problem("type", $"is one of {string.Join(", ", Offered())}, and not '{type}'");

        var options = fields.Without(OfStep);
        if (work.Problem(options) is { } problem) throw fields.Problem(problem);
        var step = new RecipeStep(name, type, options);
        return step with
        {
            Timeout = fields.Has("timeoutSeconds")
                ? TimeSpan.FromSeconds(fields.Number("timeoutSeconds", 1, (int)MaxTimeout.TotalSeconds))
                : step.Timeout,
            MaxAttempts = fields.Has("maxAttempts") ? fields.Number("maxAttempts", 1, MaxAttempts) : step.MaxAttempts,
        };
    }

    private static void CheckOrder(RecipeFields root, Recipe recipe)
    {
        var before = recipe.Steps.TakeWhile(step => step.Type != SqlScriptsStep.Name).ToList();
        if (before.Count < recipe.Steps.Length && before.All(step => step.Type != DatabaseStep.Name))
            throw root.Problem("steps", $"has a step of type '{DatabaseStep.Name}' before the first of type '{SqlScriptsStep.Name}'");
    }

    private IEnumerable<string> Offered() =>
        types.Keys.Where(type => type is not (PlaceStep.Name or RegisterStep.Name)).Order(StringComparer.Ordinal);

    private static JsonDocument Parse(string file, string json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException problem)
        {
            throw RecipeFields.Refuse($"{file}: it is not JSON: {problem.Message}");
        }
    }
}
