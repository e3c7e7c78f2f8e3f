using System.Text.Json;
using Adilas.Calling;

namespace Adilas.Cluster;

/// <summary>What goes wrong is logged, and neither contents nor keys with it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class QuietLogTests(ClusterFixture shared)
{
    private const int Some = 100;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_lost_stores_and_late_answers_leave_no_content_and_no_key_in_any_log()
    {
        var secret = await MakeKey();
        await Provoke(secret);

        var load = new WriteLoad(shared.Corporations);
        await using (var byApi = load.Start(new ApiWriter(shared.Api), writers: 4))
        {
            await load.WaitForMore(Some, Cancelled);
            await shared.Cluster.MySql.Kill();
            await load.WaitForMore(Some, Cancelled);
            await HangSilo(() => load.WaitForMore(Some, Cancelled));
            await byApi.Stop();
        }

        await load.Verify(shared.Api);
        await shared.IsWhole();
        shared.LogsHoldNone(secret, secret[(secret.LastIndexOf('_') + 1)..]);
    }

    private async Task<string> MakeKey()
    {
        var made = await shared.Api.Post("api-keys", new { name = Orders.Canary, corporation = shared.Corporations[0], scopes = (string[])["settings:read"] });
        return JsonElement.Parse(made).GetProperty("key").GetString()!;
    }

    /// <summary>Requests that every host has a reason to complain about.</summary>
    private async Task Provoke(string key)
    {
        var (own, foreign) = (shared.Corporations[0], shared.Corporations[1]);
        using var stranger = new Api(shared.Cluster.Url, key[..^1] + (key[^1] is 'x' ? 'y' : 'x'));
        using var member = new Api(shared.Cluster.Url, key);
        string patch = $$"""{"terms": {"invoice": "{{Orders.Canary}}"} }""";
        for (var call = 0; call < 4; call++)
        {
            await IsRefused(stranger.SendPatch(own, patch, $"quiet-{call}", Cancelled));
            await IsRefused(member.SendPatch(own, patch, $"quiet-{call}", Cancelled));
            await IsRefused(member.SendPatch(foreign, patch, $"quiet-{call}", Cancelled));
            await IsRefused(shared.Api.SendPatch(own, $$"""{"{{Orders.Canary}}":""", $"quiet-{call}", Cancelled));
            await IsRefused(shared.Api.SendOrder(Orders.Line(own, "standard"), Cancelled));
            await IsRefused(shared.Api.SendOrder(Orders.Line(Orders.Canary), Cancelled));
        }
    }

    private static async Task IsRefused(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    /// <summary>Calls to it are late, and the others may take it for dead.</summary>
    private async Task HangSilo(Func<Task> meanwhile)
    {
        shared.Cluster.Silos[0].Pause();
        try
        {
            await meanwhile();
        }
        finally
        {
            shared.Cluster.Silos[0].Continue();
        }
    }
}
