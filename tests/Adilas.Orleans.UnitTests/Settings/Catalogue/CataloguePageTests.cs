using System.Runtime.CompilerServices;

namespace Adilas.Settings.Catalogue;

public sealed class CataloguePageTests
{
    /// <summary>Set to 1, the test writes the page instead of complaining about it.</summary>
    private const string Regenerate = "ADILAS_REGENERATE";

    [Fact]
    public void The_page_in_the_documentation_says_what_the_catalogue_says()
    {
        var (page, file) = (CataloguePage.Of(SettingsCatalogue.Current), Path.Combine(Root(), "docs", "settings-catalogue.md"));
        if (Environment.GetEnvironmentVariable(Regenerate) == "1") File.WriteAllText(file, page);

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == page,
            $"docs/settings-catalogue.md differs from the catalogue. Run: {Regenerate}=1 ./test unit");
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", ".."));
}
