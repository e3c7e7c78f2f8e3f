using System.Text.Json;
using Adilas.Calling;

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
            foreach (var id in ids.Take(Corporations / 2)) await host.Api.Patch(id, $$"""{"look": {"motto": "{{Orders.Canary}} für {{id}}"} }""");
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

    public void Dispose() => folder.Dispose();

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
