using System.Text.Json;

namespace Adilas.Provisioning;

public sealed class SettingsStepTests
{
    // Looking at options asks no grain.
    private static readonly SettingsStep Step = new(grains: null!);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"document":{"look":{"color":"#336699"},"custom":{"a":1}}}""", null)]
    [InlineData("""{"document":[]}""", "'document': A settings document is a JSON object.")]
    [InlineData(
        """{"document":{"images":{"width":9000}}}""",
        "'document': 'images.width' must be a whole number from 16 to 8192 (corporation layer).")]
    public void A_recipe_gives_no_settings_that_the_catalogue_refuses(string options, string? problem) =>
        Assert.Equal(problem, Step.Problem(JsonElement.Parse(options)));
}
