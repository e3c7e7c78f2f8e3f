using System.Text.Json;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Provisioning;

/// <summary>The recipes as they are shipped, and the steps that read their options.</summary>
public sealed class ShippedRecipesTests
{
    private static readonly RecipeFolder Folder = new(Options.Create(new RecipesOptions()));
    private static readonly IProvisioningStep[] Steps =
    [
        new PlaceStep(null!), new DatabaseStep(null!), new SqlScriptsStep(null!, Folder), new BucketStep(null!), new SettingsStep(null!),
        new OwnerStep(null!, null!), new RegisterStep(null!),
    ];

    [Fact]
    public void Both_recipes_are_sound_and_differ_in_what_is_shared()
    {
        var catalog = new RecipeCatalog(Folder, Steps);

        Assert.Equal(["small", "standard"], catalog.Recipes.Select(recipe => recipe.Name).Order());
        foreach (var (name, shape) in new[] { ("small", "shared"), ("standard", "own") })
        {
            var steps = catalog.Find(name)!.Steps;
            Assert.Equal(["database", "sql-scripts", "bucket", "settings", "owner"], steps.Select(step => step.Type));
            Assert.All([steps[0], steps[2]], step => Assert.Equal(shape, step.Options.GetProperty("shape").GetString()));
        }

        Assert.Null(catalog.Find("none"));
    }

    [Fact]
    public void The_baseline_has_the_companys_tables_each_owned_and_none_twice()
    {
        var tables = new RecipeCatalog(Folder, Steps).Find("small")!.Steps[1].Options.GetProperty("scripts").EnumerateArray()
            .SelectMany(script => Folder.FindScript(script.GetString()!)!.Statements).Select(statement => statement.Table!.Name).ToList();

        Assert.InRange(tables.Count, 30, 40);
        Assert.Equal(tables.Count, tables.Distinct().Count());
        foreach (var table in "payees items invoices expenses time_entries elements_of_time sync_outbox".Split(' '))
            Assert.Contains(table, tables);
    }

    [Theory]
    [InlineData("""{"shape":"own"}""", null)]
    [InlineData("""{"shape":"shared"}""", null)]
    [InlineData("""{"shape":"Own"}""", "'shape' is one of shared, own.")]
    [InlineData("""{"shape":1}""", "'shape' is one of shared, own.")]
    [InlineData("{}", "'shape' is one of shared, own.")]
    [InlineData("""{"shape":"own","size":1}""", "The field 'size' is unknown here.")]
    public void A_shape_is_one_of_two_words(string options, string? problem)
    {
        Assert.Equal(problem, Steps[1].Problem(Json(options)));
        Assert.Equal(problem, Steps[3].Problem(Json(options)));
    }

    [Theory]
    [InlineData("""{"scripts":["baseline/010-company.sql"]}""", null)]
    [InlineData("""{"scripts":[]}""", "'scripts' is a list of 1 to 100 paths under the recipes folder.")]
    [InlineData("{}", "'scripts' is a list of 1 to 100 paths under the recipes folder.")]
    [InlineData("""{"scripts":["../secret.sql"]}""", "'scripts' names '../secret.sql', which is not in the recipes folder.")]
    [InlineData("""{"scripts":[7]}""", "'scripts' names '7', which is not in the recipes folder.")]
    [InlineData("""{"scripts":["baseline/010-company.sql","baseline/010-company.sql"]}""", "'scripts' names a script twice.")]
    [InlineData("""{"script":["a"]}""", "The field 'script' is unknown here.")]
    public void Scripts_are_named_by_their_path(string options, string? problem) => Assert.Equal(problem, Steps[2].Problem(Json(options)));

    [Fact]
    public void All_problems_of_a_folder_are_told_at_once()
    {
        var broken = Directory.CreateTempSubdirectory("adilas-recipes-");
        File.WriteAllText(Path.Combine(broken.FullName, "a.json"), "{");
        File.WriteAllText(Path.Combine(broken.FullName, "b.json"), "[]");

        var refused = Assert.Throws<RefusedException>(() =>
            new RecipeCatalog(new RecipeFolder(Options.Create(new RecipesOptions { Folder = broken.FullName })), Steps));
        Assert.Contains("a.json: it is not JSON", refused.Message, StringComparison.Ordinal);
        Assert.Contains("b.json: it is not an object", refused.Message, StringComparison.Ordinal);
        broken.Delete(recursive: true);
    }

    [Fact]
    public void A_missing_folder_is_named_with_its_option()
    {
        var options = Options.Create(new RecipesOptions { Folder = "/nowhere/at/all" });
        var refused = Assert.Throws<RefusedException>(() => new RecipeFolder(options));

        Assert.Equal("Recipes:Folder does not exist: /nowhere/at/all", refused.Message);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
