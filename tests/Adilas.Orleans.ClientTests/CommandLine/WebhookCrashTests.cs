using System.Net;
using System.Text.Json;
using Adilas.Hosts;

namespace Adilas.CommandLine;

public sealed class WebhookCrashTests
{
    private static readonly string[] Everything = ["corporation.changed"];

    [Fact]
    public async Task What_was_acknowledged_just_before_the_host_was_killed_is_told_by_the_next_one()
    {
        await using var receiver = await Receiver.Start();
        await using var server = await RealServer.Start("--Jobs:AllowPrivateAddresses:0", "127.0.0.1/32", "--Jobs:Slots", "0");
        using var api = new Api(new Uri(server.Address), server.Key);
        var corporation = await api.NewCorporation();
        var made = (await api.Post($"/api/v1/corporations/{corporation}/webhooks", JsonSerializer.Serialize(new { url = receiver.Address, events = Everything })))
            .Is(HttpStatusCode.Created);

        // Without slots nothing is sent before the end.
        (await api.Patch($"/api/v1/corporations/{corporation}", """{"name":"One"}""")).Is(HttpStatusCode.OK);
        await server.Kill();
        Assert.Empty(receiver.All);
        await server.StartAgain("--Jobs:Slots", "8");

        var told = await receiver.Until("what happened before", it => it.Type == "corporation.changed");
        Assert.True(told.IsSignedWith(made.Text("secret")!), told.Headers["Adilas-Signature"]);
    }
}
