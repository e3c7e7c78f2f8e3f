using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Provisioning;

public sealed class RecipeReaderTests
{
    private static readonly RecipeReader Reader = new([
        new StubStep(PlaceStep.Name), new StubStep(RegisterStep.Name), new StubStep(DatabaseStep.Name), new StubStep(SqlScriptsStep.Name),
        new StubStep("owner", options => options.EnumerateObject().Any() ? "No options here." : null),
    ]);

    [Fact]
    public void A_recipe_is_read_with_its_steps_in_order_and_their_options_apart()
    {
        var recipe = Reader.Read("tiny.json", """
            {"name":"tiny","version":3,"description":"Small.","steps":[
              {"name":"db","type":"database","shape":"own","timeoutSeconds":90,"maxAttempts":2},
              {"name":"tables","type":"sql-scripts","scripts":["a.sql"]},
              {"name":"owner","type":"owner"}]}
            """);

        Assert.Equal(("tiny", 3, "Small."), (recipe.Name, recipe.Version, recipe.Description));
        Assert.Equal(["db", "tables", "owner"], recipe.Steps.Select(step => step.Name));
        Assert.Equal("""{"shape":"own"}""", recipe.Steps[0].Options.GetRawText());
        Assert.Equal((TimeSpan.FromSeconds(90), 2), (recipe.Steps[0].Timeout, recipe.Steps[0].MaxAttempts));
        Assert.Equal((TimeSpan.FromSeconds(60), 5), (recipe.Steps[1].Timeout, recipe.Steps[1].MaxAttempts));
    }

    [Theory]
    [InlineData("{", "tiny.json: it is not JSON: ")]
    [InlineData("[]", "tiny.json: it is not an object.")]
    [InlineData("""{"version":1}""", "tiny.json, field 'name' is a text of 1 to 40 characters.")]
    [InlineData("""{"name":"other","version":1,"description":"d","steps":[]}""", "tiny.json, field 'name' is that of the file, in lower-case letters, digits or dashes.")]
    [InlineData("""{"name":"tiny","version":0,"description":"d","steps":[]}""", "tiny.json, field 'version' is a whole number from 1 to 2147483647.")]
    [InlineData("""{"name":"tiny","version":1.5,"description":"d","steps":[]}""", "tiny.json, field 'version' is a whole number from 1 to 2147483647.")]
    [InlineData("""{"name":"tiny","version":1,"description":"","steps":[]}""", "tiny.json, field 'description' is a text of 1 to 500 characters.")]
    [InlineData("""{"name":"tiny","version":1,"description":"d","steps":[]}""", "tiny.json, field 'steps' is a list of 1 to 32 items.")]
    [InlineData("""{"name":"tiny","version":1,"description":"d","step":[]}""", "tiny.json, field 'step' is unknown here.")]
    [InlineData("""{"name":"tiny","name":"tiny"}""", "tiny.json: it is not JSON: ")]
    public void A_broken_recipe_is_refused_with_file_field_and_rule(string json, string problem) =>
        Assert.StartsWith(problem, Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("7", "tiny.json, step 1: it is not an object.")]
    [InlineData("""{"type":"owner"}""", "tiny.json, step 1, field 'name' is a text of 1 to 40 characters.")]
    [InlineData("""{"name":"A B","type":"owner"}""", "tiny.json, step 1, field 'name' has lower-case letters, digits or dashes.")]
    [InlineData("""{"name":"a"}""", "tiny.json, step 'a', field 'type' is a text of 1 to 40 characters.")]
    [InlineData("""{"name":"a","type":"ownr"}""", "tiny.json, step 'a', field 'type' is one of database, owner, sql-scripts, and not 'ownr'.")]
    [InlineData("""{"name":"a","type":"place"}""", "tiny.json, step 'a', field 'type' is not 'place' or 'register'")]
    [InlineData("""{"name":"register","type":"owner"}""", "tiny.json, step 'register', field 'type' is not 'place' or 'register'")]
    [InlineData("""{"name":"a","type":"owner","extra":1}""", "tiny.json, step 'a': No options here.")]
    [InlineData("""{"name":"a","type":"owner","timeoutSeconds":0}""", "tiny.json, step 'a', field 'timeoutSeconds' is a whole number from 1 to 3600.")]
    [InlineData("""{"name":"a","type":"owner","maxAttempts":"5"}""", "tiny.json, step 'a', field 'maxAttempts' is a whole number from 1 to 20.")]
    [InlineData("""{"name":"a","type":"owner"},{"name":"a","type":"owner"}""", "tiny.json, field 'steps' has two steps named 'a'.")]
    [InlineData("""{"name":"a","type":"sql-scripts"},{"name":"b","type":"database"}""", "tiny.json, field 'steps' has a step of type 'database' before the first of type 'sql-scripts'.")]
    public void A_broken_step_is_refused_with_file_step_field_and_rule(string step, string problem) => Assert.StartsWith(
        problem, Refused($$"""{"name":"tiny","version":1,"description":"d","steps":[{{step}}]}"""), StringComparison.Ordinal);

    private static string Refused(string json)
    {
        var refused = Assert.Throws<RefusedException>(() => Reader.Read("tiny.json", json));
        Assert.Equal((Refusal.Invalid, "recipe"), (refused.Refusal, refused.Code));
        return refused.Message;
    }

    private sealed class StubStep(string type, Func<JsonElement, string?>? problem = null) : IProvisioningStep
    {
        public string Type => type;

        public string? Problem(JsonElement options) => problem?.Invoke(options);

        public Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task Undo(StepContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
