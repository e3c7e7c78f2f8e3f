namespace Adilas.Provisioning;

/// <summary>Where recipes are. Bound from <c>Recipes</c>.</summary>
public sealed class RecipesOptions
{
    public const string Section = "Recipes";

    /// <summary>
    /// Holds <c>*.json</c>, one recipe each, and the SQL that they name. Default <c>recipes</c>; a relative path starts at the program.
    /// </summary>
    public string Folder { get; set; } = "recipes";
}
