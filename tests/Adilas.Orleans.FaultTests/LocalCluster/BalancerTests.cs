using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Adilas.LocalCluster;

public sealed class BalancerTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TargetHost one = new("one");
    private readonly TargetHost two = new("two");
    private readonly PortLease port = PortLease.Take();
    private readonly HttpClient http = new();
    private WebApplication balancer = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Url => new($"http://127.0.0.1:{port.Port}/path");

    [Fact]
    public async Task Calls_go_to_both_hosts_in_turn()
    {
        var answers = await Ask(10);

        Assert.Equal(5, answers.Count(answer => answer is "one:"));
        Assert.Equal(5, answers.Count(answer => answer is "two:"));
    }

    [Fact]
    public async Task A_host_that_is_not_ready_is_left_alone_until_it_is()
    {
        one.IsReady = false;
        await Deadline.Until("only the other is called", async _ => (await Ask(4)).All(answer => answer is "two:"), Limit, Cancelled);

        one.IsReady = true;
        await Deadline.Until("both are called", async _ => (await Ask(4)).Distinct().Count() is 2, Limit, Cancelled);
    }

    [Fact]
    public async Task When_none_is_ready_all_are_called()
    {
        one.IsReady = two.IsReady = false;

        // A second probe goes out when the first has counted.
        await Deadline.Until("both were found not to be ready", _ => Task.FromResult(one.RefusedProbes > 1 && two.RefusedProbes > 1), Limit, Cancelled);

        Assert.Equal(["one:", "two:"], (await Ask(8)).Distinct().Order());
    }

    [Fact]
    public async Task What_nobody_listened_to_is_passed_to_the_next_host_with_its_body()
    {
        await one.Stop();

        for (var call = 0; call < 4; call++)
        {
            using var body = new StringContent("content");
            using var answer = await http.PostAsync(Url, body, Cancelled);
            Assert.Equal("two:content", await answer.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Fact]
    public async Task What_only_reads_is_tried_again_when_a_host_hangs_up_and_what_may_have_acted_is_not()
    {
        one.HangsUp = true;
        Assert.All(await Ask(4), answer => Assert.Equal("two:", answer));
        Assert.True(one.Calls > 0);

        var (before, failed) = (one.Calls + two.Calls, 0);
        for (var call = 0; call < 4; call++)
        {
            using var body = new StringContent("content");
            using var answer = await http.PostAsync(Url, body, Cancelled);
            if (answer.StatusCode is not HttpStatusCode.BadGateway) continue;
            failed++;
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
            Assert.Equal(("application/problem+json", "web-host-unreachable", 502),
                (answer.Content.Headers.ContentType?.MediaType, problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
        }

        Assert.Equal(2, failed);
        Assert.Equal(4, one.Calls + two.Calls - before);
    }

    [Fact]
    public async Task A_live_page_stays_with_its_host_and_other_calls_carry_no_cookie()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        await browser.GetStringAsync(Url, Cancelled);
        Assert.Equal(0, handler.CookieContainer.Count);

        var live = new Uri(Url, "/_blazor/negotiate");
        HashSet<string> answers = [];
        for (var call = 0; call < 6; call++) answers.Add(await browser.GetStringAsync(live, Cancelled));
        Assert.Single(answers);
    }

    [Fact]
    public async Task A_web_socket_is_passed_through_both_ways()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port.Port}/_blazor"), Cancelled);

        await socket.SendAsync(Encoding.UTF8.GetBytes("over and back"), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, Cancelled);

        Assert.Equal("over and back", Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
    }

    public async ValueTask InitializeAsync()
    {
        await one.Start();
        await two.Start();
        balancer = BalancerCommand.Build($"http://127.0.0.1:{port.Port}", [one.Url, two.Url], LogLevel.None);
        await balancer.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await balancer.DisposeAsync();
        await one.DisposeAsync();
        await two.DisposeAsync();
        port.Dispose();
    }

    private async Task<List<string>> Ask(int times)
    {
        List<string> answers = [];
        for (var call = 0; call < times; call++) answers.Add(await http.GetStringAsync(Url, Cancelled));
        return answers;
    }
}
