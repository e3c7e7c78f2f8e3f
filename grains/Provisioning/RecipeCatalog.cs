using System.Collections.Frozen;
using Adilas.Refusals;

namespace Adilas.Provisioning;

/// <summary>The recipes of the folder, all of them checked; one with a problem stops the host, and the message names them all.</summary>
internal sealed class RecipeCatalog : IRecipeCatalog
{
    private readonly FrozenDictionary<string, Recipe> recipes;

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>recipe</c>: the problem of each file.</exception>
    public RecipeCatalog(RecipeFolder folder, IEnumerable<IProvisioningStep> types)
    {
        var reader = new RecipeReader(types);
        var (read, problems) = (new List<Recipe>(), new List<string>());
        foreach (var (file, json) in folder.Recipes())
        {
            try
            {
                read.Add(reader.Read(file, json));
            }
            catch (RefusedException problem)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0) throw RecipeFields.Refuse(string.Join(' ', problems.Order(StringComparer.Ordinal)));
        recipes = read.ToFrozenDictionary(recipe => recipe.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Recipe> Recipes => recipes.Values;

    public Recipe? Find(string name) => recipes.GetValueOrDefault(name);
}
