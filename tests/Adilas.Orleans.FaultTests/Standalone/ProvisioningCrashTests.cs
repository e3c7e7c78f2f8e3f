using System.Text.Json;
using Adilas.Calling;

namespace Adilas.Standalone;

/// <summary>The process dies in a provisioning, and the corporation comes into being all the same, or goes without a trace.</summary>
public sealed class ProvisioningCrashTests : IDisposable
{
    // From the last to the first: what died at a later point is past this one, and does not die of it in the next life.
    private static readonly string[] Steps = ["register", "owner", "settings", "files", "tables", "database", "place"];

    private readonly StandaloneFolder folder = new();
    private readonly List<string> ordered = [];

    /// <summary>One half of all points, each by one recipe; in full all points by both.</summary>
    public static TheoryData<string, string> Points => Scenario.Size(
        usual: new TheoryData<string, string> { { "small", "after" }, { "standard", "before" } },
        full: new() { { "small", "after" }, { "standard", "before" }, { "small", "before" }, { "standard", "after" } });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_step_it_finishes_by_itself_after_the_next_start(string recipe, string side)
    {
        foreach (var step in Steps)
        {
            await using var host = await Start($"{step}:{side}");
            if (ordered.Count > 0) await host.Api.WaitFor(ordered[^1], "ready");
            await Order(host, recipe);
            await host.WaitForEnd();
        }

        await using var last = await StandaloneHost.Start(folder);
        await last.Api.WaitForAll(ordered);
        Assert.Equal(ordered.Order(), await ListedIds(last.Api));
        await CheckCensus(last.Api, recipe is "standard" ? Steps.Length : 1);
        folder.CheckLog();
    }

    [Fact]
    public async Task What_fails_after_a_crash_is_rolled_back_to_nothing_although_that_is_killed_too()
    {
        await using (var host = await Start("tables:before"))
        {
            await Order(host, "standard");
            await host.WaitForEnd();
        }

        await using (var broken = await StandaloneHost.Start(folder, ("Recipes__Folder", BrokenRecipes())))
        {
            await broken.Api.WaitFor(ordered[0], "failed");
            Assert.Contains("script-failed", await broken.Api.Get($"corporations/{ordered[0]}/provisioning"), StringComparison.Ordinal);
            await broken.Api.Post($"corporations/{ordered[0]}/provisioning/rollback");
            await broken.Kill();
        }

        await using var again = await StandaloneHost.Start(folder);
        await again.Api.WaitFor(ordered[0], "absent");
        Assert.Empty(await ListedIds(again.Api));
        await CheckCensus(again.Api, databasesAndBuckets: 0);

        await again.Api.Order(Orders.Line(ordered[0], "standard"));
        await again.Api.WaitFor(ordered[0], "ready");
        await CheckCensus(again.Api, databasesAndBuckets: 1);
        folder.CheckLog();
    }

    [Fact]
    public async Task Killed_in_the_middle_of_many_it_finishes_each_that_was_accepted()
    {
        for (var life = 1; life <= Scenario.Size(usual: 2, full: 10); life++)
        {
            await using var host = await StandaloneHost.Start(folder);
            await Parallel.ForAsync(0, 12, Cancelled, async (number, _) => await Order(host, number % 4 is 0 ? "standard" : "small"));

            // However far they have come: the first that is ready tells that the others are under way.
            await host.Api.WaitFor(ordered[^1], "ready");
            await host.Kill();
        }

        await using var last = await StandaloneHost.Start(folder);
        await last.Api.WaitForAll(ordered);
        Assert.Equal(ordered.Order(), await ListedIds(last.Api));
        await CheckCensus(last.Api, (ordered.Count / 4) + 1);
        folder.CheckLog();
    }

    public void Dispose() => folder.Dispose();

    private Task<StandaloneHost> Start(string crashPoint) =>
        StandaloneHost.Start(folder, ("ADILAS_CRASH_AT", crashPoint), ("ASPNETCORE_ENVIRONMENT", "Development"));

    private async Task Order(StandaloneHost host, string recipe)
    {
        var id = Orders.NewId(recipe);
        lock (ordered) ordered.Add(id);
        using var answer = await SendOrder(host, id, recipe);
        Assert.True(answer is null or { IsSuccessStatusCode: true }, $"The order was answered with {answer?.StatusCode}.");
    }

    /// <returns><c>null</c> when the process died before it could answer.</returns>
    private static async Task<HttpResponseMessage?> SendOrder(StandaloneHost host, string id, string recipe)
    {
        try
        {
            return await host.Api.SendOrder(Orders.Line(id, recipe), Cancelled);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<IEnumerable<string>> ListedIds(Api api) => (await api.Listing())
        .SelectMany(page => JsonElement.Parse(page).GetProperty("items").EnumerateArray())
        .Select(item => item.GetProperty("id").GetString()!);

    private static async Task CheckCensus(Api api, int databasesAndBuckets)
    {
        var census = await api.Census();
        Assert.Empty(census.GetProperty("orphans").EnumerateArray());
        Assert.Equal(databasesAndBuckets, census.GetProperty("databases").GetInt32());
        Assert.Equal(databasesAndBuckets, census.GetProperty("buckets").GetInt32());
    }

    /// <summary>The recipes as they are, but for a script that is well written and that no server can run.</summary>
    private string BrokenRecipes()
    {
        var copy = folder.At("recipes");
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.At("recipes"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(RepositoryFolder.At("recipes"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.WriteAllText(Path.Combine(copy, "baseline", "080-sync.sql"), "INSERT INTO no_such_table (corporation_id) VALUES ('none');\n");
        return copy;
    }
}
