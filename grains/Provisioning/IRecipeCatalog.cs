namespace Adilas.Provisioning;

/// <summary>The recipes that this host was given; read and checked at start.</summary>
public interface IRecipeCatalog
{
    IReadOnlyCollection<Recipe> Recipes { get; }

    Recipe? Find(string name);
}
