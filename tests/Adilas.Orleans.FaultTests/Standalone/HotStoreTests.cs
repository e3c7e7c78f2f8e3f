using System.Text.Json;
using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Standalone;

/// <summary>What the embedded hot store keeps, and what is said when it could not.</summary>
public sealed class HotStoreTests : IDisposable
{
    private const string Warning = "The hot store did not come back with what it held: the times at which keys were last used are lost";

    private readonly StandaloneFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_a_key_was_last_used_is_known_after_a_restart_and_lost_with_the_hot_files_which_is_said()
    {
        string id, used;
        await using (var host = await StandaloneHost.Start(folder))
        {
            var made = JsonElement.Parse(await host.Api.Post("api-keys", new { name = "till", scopes = (string[])["stacks:read"] }));
            id = made.GetProperty("id").GetString()!;
            using var holder = new Api(host.Url, made.GetProperty("key").GetString()!);
            await holder.Get("stacks");
            await Deadline.Until("the use is noted", async _ => await LastUse(host, id) is not null, Scenario.Limit, Cancelled);
            used = (await LastUse(host, id))!;
            await host.Stop();
        }

        await using (var host = await StandaloneHost.Start(folder))
        {
            Assert.Equal(used, await LastUse(host, id));
            Assert.DoesNotContain(Warning, await File.ReadAllTextAsync(folder.LogFile, Cancelled));
            await host.Stop();
        }

        var hot = Path.Combine(folder.Data, "hot");
        var lost = Directory.EnumerateFileSystemEntries(hot).Where(entry => Path.GetFileName(entry) != "sentinel").ToList();
        Assert.NotEmpty(lost);
        foreach (var entry in lost)
        {
            if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
            else File.Delete(entry);
        }

        await using var emptied = await StandaloneHost.Start(folder);
        await Deadline.Until(
            "the loss is said", async token => (await File.ReadAllTextAsync(folder.LogFile, token)).Contains(Warning), Scenario.Limit, Cancelled);
        Assert.Null(await LastUse(emptied, id));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string?> LastUse(StandaloneHost host, string id)
    {
        var keys = JsonElement.Parse(await host.Api.Get("api-keys")).GetProperty("items").EnumerateArray();
        var last = keys.Single(key => key.GetProperty("id").GetString() == id).GetProperty("lastUsedAt");
        return last.ValueKind is JsonValueKind.String ? last.GetString() : null;
    }
}
