namespace Adilas.CommandLine;

public sealed class DriftTests
{
    private const string Item =
        """{"path":"images.width","left":{"value":700,"layer":"plan:x","lockedBy":null,"conditions":[]},"right":{"value":null,"layer":null,"lockedBy":null,"conditions":[]}}""";

    [Fact]
    public async Task What_differs_is_a_line_for_each_path_with_the_layer_of_each_side()
    {
        await using var api = await FakeApi.Start(Answers.Page(Item));
        var result = await CommandRun.Once(api, "settings", "drift", "corporation:a", "corporation:b", "--query", "width");

        Assert.Equal(["GET /api/v1/settings/drift?left=corporation%3Aa&right=corporation%3Ab&query=width&limit=50"], api.Asked);
        Assert.Equal("images.width\t700\tplan:x\t\t\n", result.Out);
    }

    [Fact]
    public async Task With_json_each_line_is_an_item_as_the_server_told_it()
    {
        await using var api = await FakeApi.Start(Answers.Page(Item));
        var result = await CommandRun.Once(api, "settings", "drift", "stack:a", "stack:b", "--json");

        Assert.Equal(Item + "\n", result.Out);
    }

    [Fact]
    public async Task What_is_no_scope_is_not_asked_for()
    {
        await using var api = await FakeApi.Start();
        Assert.Equal(2, (await CommandRun.Once(api, "settings", "drift", "acme", "corporation:b")).ExitCode);
    }

    [Theory, InlineData("false", 0, "One release runs everywhere."), InlineData("true", 1, "1 of 1 run another release than most.")]
    public async Task Releases_are_listed_and_mixed_ones_end_with_a_code(string differs, int code, string note)
    {
        await using var api = await FakeApi.Start(Answers.Page(
            $$"""{"role":"silo","name":"s1","program":"Adilas.Orleans.Silo","release":"1.0.0","seenAt":"2026-03-01T08:00:00Z","differs":{{differs}}}"""));
        var result = await CommandRun.Once(api, "releases");

        Assert.Equal(["GET /api/v1/operate/releases"], api.Asked);
        Assert.Equal($"silo\ts1\tAdilas.Orleans.Silo\t1.0.0\t2026-03-01T08:00:00Z\t{differs}\n", result.Out);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(note, result.Err);
    }
}
