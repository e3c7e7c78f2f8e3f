using System.Text.Json;
using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Standalone;

/// <summary>The process dies while a scheduled change comes due, and the change is made once all the same.</summary>
public sealed class ScheduledChangeCrashTests : IDisposable
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    private readonly StandaloneFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("settings-draft:before")]
    [InlineData("settings-draft:after")]
    public async Task Killed_while_it_is_applied_it_is_applied_once(string point)
    {
        string draft;
        await using (var host = await StandaloneHost.Start(folder, ("ADILAS_CRASH_AT", point), ("ASPNETCORE_ENVIRONMENT", "Development")))
        {
            draft = await Schedule(host.Api, "theme:x", "a", TimeSpan.FromSeconds(3));
            await host.WaitForEnd();
        }

        await using var again = await StandaloneHost.Start(folder);
        var applied = await Applied(again.Api, draft, Promise);

        Assert.Equal("theme:x@1", applied.GetProperty("token").GetString());
        var versions = JsonElement.Parse(await again.Api.Get("settings/theme:x/history")).GetProperty("items").EnumerateArray();
        Assert.Equal([("~drafts", "key:operator", "as planned")], versions.Select(version => (
            version.GetProperty("actor").GetString(), version.GetProperty("onBehalfOf").GetString(), version.GetProperty("reason").GetString())));
        folder.CheckLog();
    }

    [Fact]
    public async Task What_came_due_while_nothing_ran_is_made_as_soon_as_something_does()
    {
        var drafts = new List<string>();
        await using (var host = await StandaloneHost.Start(folder))
        {
            foreach (var number in Enumerable.Range(0, 50))
                drafts.Add(await Schedule(host.Api, $"theme:t{number % 5}", $"v{number}", TimeSpan.FromSeconds(5)));
            await host.Kill();
        }

        await Task.Delay(TimeSpan.FromSeconds(5), Cancelled);
        await using var again = await StandaloneHost.Start(folder);
        var deadline = TimeProvider.System.GetTimestamp();
        foreach (var draft in drafts) await Applied(again.Api, draft, Promise - TimeProvider.System.GetElapsedTime(deadline));

        foreach (var theme in Enumerable.Range(0, 5))
        {
            var layer = JsonElement.Parse(await again.Api.Get($"settings/theme:t{theme}"));
            Assert.Equal((10, 10), (layer.GetProperty("version").GetInt32(), layer.GetProperty("document").GetProperty("custom").EnumerateObject().Count()));
        }

        folder.CheckLog();
    }

    public void Dispose() => folder.Dispose();

    private static Task<string> Schedule(Api api, string scope, string name, TimeSpan ahead) =>
        api.Schedule(scope, $$$"""{"custom":{"{{{name}}}":1}}""", DateTimeOffset.UtcNow + ahead);

    private static async Task<JsonElement> Applied(Api api, string draft, TimeSpan within)
    {
        var found = default(JsonElement);
        await Deadline.Until(
            $"{draft} is applied",
            async _ => (found = JsonElement.Parse(await api.Get(draft)).GetProperty("draft")).GetProperty("state").GetString() is "applied",
            within,
            Cancelled);
        return found;
    }
}
