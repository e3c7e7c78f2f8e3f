using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Web;

/// <summary>A web host that is no silo itself, and a front end that is no web host, beside a cluster that hangs, dies or is not there.</summary>
public sealed class WebHostTests(WebHostFixture fixture) : IClassFixture<WebHostFixture>
{
    private readonly TrialCluster cluster = fixture.Cluster;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_cluster_hangs_every_request_ends_in_time_and_says_what_may_have_happened()
    {
        using var http = Client();
        await Patch(http, """{"document":{"custom":{"a":1}}}""");

        cluster.Silos[0].Pause();
        try
        {
            var (read, write) = (Timed(http.GetAsync("/api/v1/settings/theme:x", Cancelled)), Timed(Patch(http, """{"document":{"custom":{"a":2}}}""")));
            await IsUnavailable(await read, "request-timeout", "cluster-unavailable");
            await IsUnavailable(await write, "outcome-unknown");
            await IsUnavailable(await Timed(http.GetAsync("/health/ready", Cancelled)), "not-ready");
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Cancelled)).StatusCode);
        }
        finally
        {
            cluster.Silos[0].Continue();
        }

        await Deadline.Until("the host serves again", async _ => (await http.GetAsync("/api/v1/settings/theme:x", Cancelled)).IsSuccessStatusCode, Scenario.Limit, Cancelled);
    }

    [Fact]
    public async Task A_host_that_starts_before_its_cluster_listens_says_so_and_stops_when_it_is_told()
    {
        using var port = PortLease.Take();
        await using var host = Start("early-web", HostCommand.Web, port.Port, ("Cluster__ClusterId", "none-such"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
        await host.WaitUntil("listens", async token => (await http.GetAsync("/health/live", token)).IsSuccessStatusCode, Scenario.Limit, Cancelled);

        await IsUnavailable(await Timed(http.GetAsync("/health/ready", Cancelled)), "not-ready");
        await IsUnavailable(await Timed(http.GetAsync("/api/v1/corporations", Cancelled)), "cluster-unavailable");

        host.Terminate();
        Assert.Equal(0, await host.WaitForExit(Scenario.Limit, Cancelled));
    }

    [Fact]
    public async Task The_sample_front_end_shows_a_corporation_and_its_setting()
    {
        using var api = new Api(cluster.Url, cluster.OperatorKey);
        await api.Order("""{"id":"sample","name":"Sample <& Sons>","industry":"retail","kind":"work","owner":{"email":"a@example.com","name":"Ada"},"settings":{"images":{"width":800}}}""");
        await api.WaitFor("sample", "ready");

        using var port = PortLease.Take();
        await using var site = Start("front-end", HostCommand.Built("samples/FrontEnd"), port.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
        await site.WaitUntil("is connected", async token => (await http.GetAsync("/health/ready", token)).IsSuccessStatusCode, Scenario.Limit, Cancelled);

        var page = await http.GetStringAsync("/sample", Cancelled);
        Assert.Contains("<h1>Sample &lt;&amp; Sons&gt;</h1><p>images.width is 800.</p>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/no-such-corporation", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Each_line_of_a_hosts_log_is_a_JSON_object()
    {
        using var http = Client();
        await Patch(http, """{"document":{"nonsense":1}}""");
        foreach (var host in new[] { cluster.Silos[0], cluster.WebHosts[0] })
        {
            var lines = await LogOf(host);
            Assert.NotEmpty(lines);
            Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, Parsed(line)?.ValueKind));
        }

        static JsonElement? Parsed(string line)
        {
            try
            {
                return JsonElement.Parse(line);
            }
            catch (JsonException)
            {
                Assert.Fail($"This is not JSON: {line}");
                return null;
            }
        }
    }

    /// <summary>What is written to its end: the host goes on.</summary>
    private static async Task<string[]> LogOf(LocalCluster.ClusterMember host)
    {
        await using var file = new FileStream(host.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync(Cancelled);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = new Uri(cluster.WebHosts[0].Url), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.OperatorKey);
        return http;
    }

    private static async Task<HttpResponseMessage> Patch(HttpClient http, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.PatchAsync("/api/v1/settings/theme:x", body, Cancelled);
    }

    private static async Task<(HttpResponseMessage Answer, TimeSpan After)> Timed(Task<HttpResponseMessage> asking)
    {
        var started = Stopwatch.GetTimestamp();
        return (await asking, Stopwatch.GetElapsedTime(started));
    }

    private static async Task IsUnavailable((HttpResponseMessage Answer, TimeSpan After) timed, params string[] codes)
    {
        var body = await timed.Answer.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, timed.Answer.StatusCode);
        Assert.Contains(JsonElement.Parse(body).GetProperty("code").GetString(), codes);
        Assert.NotNull(timed.Answer.Headers.RetryAfter);

        // The first attempt may wait for a timer that ticks once a second, and the machine is busy.
        Assert.InRange(timed.After, TimeSpan.Zero, WebHostFixture.RequestTimeout + TimeSpan.FromSeconds(5));
    }

    /// <summary>Starts a program with the settings of the cluster's web host.</summary>
    private ChildProcess Start(string name, HostCommand command, int port, params (string Name, string Value)[] settings)
    {
        var environment = File.ReadAllText($"/proc/{cluster.WebHosts[0].ProcessId}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2))
            .Where(variable => variable[0] is "ConnectionStrings__Aurora" or "Seal__WebKeys__0" or "Cluster__ClusterId")
            .ToDictionary(variable => variable[0], variable => (string?)variable[1]);
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        foreach (var (key, value) in settings) environment[key] = value;
        return ChildProcess.Start(new ChildProcessOptions(name, command.Program, command.Arguments) { Environment = environment });
    }
}
