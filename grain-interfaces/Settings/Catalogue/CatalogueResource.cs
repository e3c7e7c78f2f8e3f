namespace Adilas.Settings.Catalogue;

/// <summary>The catalogue's data, which travels inside the program.</summary>
internal static class CatalogueResource
{
    public static Stream Open(string name) =>
        typeof(CatalogueResource).Assembly.GetManifestResourceStream($"settings-catalogue/{name}")
        ?? throw new InvalidOperationException($"The program was built without {name}.");
}
