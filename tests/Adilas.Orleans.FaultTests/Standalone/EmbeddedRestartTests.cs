using System.Text.Json;
using Adilas.Calling;
using Adilas.LocalCluster;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adilas.Standalone;

/// <summary>One process on embedded stores, killed and started again on the same folder.</summary>
public sealed class EmbeddedRestartTests : IDisposable
{
    private static readonly int Corporations = Scenario.Size(usual: 20, full: 200);

    private readonly StandaloneFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_kill_the_listing_and_all_settings_are_the_same_byte_for_byte()
    {
        var lines = File.ReadLines(RepositoryFolder.At("samples/corporations.jsonl")).Take(Corporations).ToList();
        Assert.Equal(Corporations, lines.Count);
        List<string> before;
        await using (var host = await StandaloneHost.Start(folder))
        {
            var ids = await Import(host.Api, lines);
            foreach (var id in ids.Take(Corporations / 2)) await host.Api.Patch(id, $$"""{"custom": {"motto": "{{Orders.Canary}} für {{id}}"} }""");
            before = await ReadAll(host.Api);
            await host.Kill();
        }

        await using var again = await StandaloneHost.Start(folder);
        Assert.Equal(before, await ReadAll(again.Api));
        Assert.Empty((await again.Api.Census()).GetProperty("orphans").EnumerateArray());
        folder.CheckLog();
    }

    [Fact]
    public async Task Killed_under_write_load_it_has_every_write_that_it_acknowledged()
    {
        var ids = Enumerable.Range(0, 4).Select(_ => Orders.NewId("load")).ToList();
        var load = new WriteLoad(ids);
        for (var life = 0; life < Scenario.Size(usual: 2, full: 5); life++)
        {
            await using var host = await StandaloneHost.Start(folder);
            foreach (var id in ids) await host.Api.Order(Orders.Line(id));
            await host.Api.WaitForAll(ids);
            await load.Verify(host.Api);

            await using var running = load.Start(new ApiWriter(host.Api), writers: 4);
            await load.WaitForMore(200, Cancelled);
            await host.Kill();
            await running.GiveUp();
        }

        await using var last = await StandaloneHost.Start(folder);
        await load.Verify(last.Api);
        folder.CheckLog();
    }

    [Fact]
    public async Task The_operator_key_of_an_earlier_release_gets_what_this_one_can_permit_and_once()
    {
        await using (await StandaloneHost.Start(folder))
        {
            await Deadline.Until("the key is stored", async _ => (await KeyRows()).Count == 1, Scenario.Limit, Cancelled);
            await Rewrite("replace(CAST(payload AS TEXT), '\"people:write\",', '')");
        }

        Assert.DoesNotContain("people:write", (await KeyRows()).Single().Payload, StringComparison.Ordinal);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var host = await StandaloneHost.Start(folder);
            await Deadline.Until(
                "the key has the scope",
                async _ => (await host.Api.Get("api-keys")).Contains("people:write", StringComparison.Ordinal),
                Scenario.Limit,
                Cancelled);
        }

        var widened = (await KeyRows())[^1];
        Assert.Equal((2, "~bootstrap", "ApiKey.Widen"), (widened.Version, widened.Actor, widened.Action));

        // A release after this one may have stored more than this one knows.
        await Rewrite("replace(CAST(payload AS TEXT), '\"people:write\",', '\"people:write\",\"moons:write\",')");
        await using var older = await StandaloneHost.Start(folder);
        await older.Api.Get("stacks");
        Assert.Equal(2, (await KeyRows()).Count);
    }

    public void Dispose() => folder.Dispose();

    private async Task Rewrite(string payload)
    {
        await using var platform = new SqliteConnection($"Data Source={Path.Combine(folder.Data, "platform.db")}");
        await platform.ExecuteAsync($"UPDATE journal SET payload = CAST({payload} AS BLOB) WHERE state_name = 'api-key'");
    }

    private async Task<List<KeyRow>> KeyRows()
    {
        await using var platform = new SqliteConnection($"Data Source={Path.Combine(folder.Data, "platform.db")}");
        return [.. await platform.QueryAsync<KeyRow>(
            "SELECT version, actor, action, CAST(payload AS TEXT) AS payload FROM journal WHERE state_name = 'api-key' ORDER BY version")];
    }

    private sealed record KeyRow(long Version, string Actor, string Action, string Payload);

    private static async Task<List<string>> Import(Api api, List<string> lines)
    {
        foreach (var line in lines) await api.Order(line);
        var ids = lines.Select(line => JsonElement.Parse(line).GetProperty("id").GetString()!).ToList();
        await api.WaitForAll(ids);
        return ids;
    }

    private static async Task<List<string>> ReadAll(Api api)
    {
        var pages = await api.Listing();
        var ids = pages.SelectMany(page => JsonElement.Parse(page).GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("id").GetString()!).ToList();
        Assert.Equal(Corporations, ids.Count);

        List<string> all = [.. pages];
        foreach (var id in ids)
        {
            all.Add(await api.Get($"corporations/{id}"));
            all.Add(await api.Find($"settings/corporation:{id}") ?? "none");
        }

        return all;
    }
}
