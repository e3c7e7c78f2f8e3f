using System.Net;
using Adilas.ApiTests.Fuzz;
using Adilas.Hosts;

namespace Adilas.ApiTests;

/// <summary>
/// Random and hostile requests with a fixed seed: none makes the server fail or hang, a refused one changes nothing, and no secret and no
/// content reaches the log. 1,000 requests, or 10,000 in full.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261124;
    private const int Window = 10;

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);
    private static readonly string[] Questions = ["dryRun=true", "/settings-catalogue/check", "/operate/settings/invalid"];
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Hostile_requests_break_nothing_change_nothing_and_leave_no_secret_in_the_log()
    {
        var count = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1" ? 10_000 : 1_000;
        await using var host = await StandaloneHost.Start(
            ("RateLimits__RequestsPerSecond", "100000"), ("RateLimits__Burst", "100000"),
            ("RateLimits__AnonymousPerSecond", "100000"), ("RateLimits__AnonymousBurst", "100000"), ("RateLimits__WrongKeysPerMinute", "100000"));
        using var api = host.As(host.OperatorKey);
        var victim = await api.NewCorporation($$$"""{"custom":{"secret":"{{{HostileRequests.Canary}}}"}}""");
        var reader = await api.NewKey(null, "corporations:read", "settings:read", "stacks:read", "keys:read", "audit:read");
        var till = await api.NewKey(victim, "corporations:read", "settings:read", "audit:read");
        var requests = new HostileRequests(Seed, victim, [reader.Key, till.Key], host.OperatorKey);

        var before = await Snapshot(api, victim);
        var harmless = await Send(host, [.. Enumerable.Range(0, count * 7 / 10).Select(_ => requests.Next(powerful: false))]);
        Assert.Equal(before, await Snapshot(api, victim));

        var powerful = new Dictionary<int, int>();
        var (written, proven) = (0, 0);
        for (var sent = 0; sent < count * 3 / 10; sent += Window)
        {
            before = written == 0 ? await Snapshot(api, victim) : await Settled(api, victim);
            HostileRequest[] window = [.. Enumerable.Range(0, Window).Select(_ => requests.Next(powerful: true))];
            var (statuses, writes) = await Send(host, window);
            foreach (var (status, number) in statuses) powerful[status] = powerful.GetValueOrDefault(status) + number;
            written = writes;
            if (writes > 0) continue;
            Assert.Equal(before, await Snapshot(api, victim));
            proven++;
        }

        output.WriteLine($"Keys that may not write: {Text(harmless.Statuses)}");
        output.WriteLine($"A key that may: {Text(powerful)}; {proven} windows of {Window} changed nothing");
        Assert.True(proven > 0, "in every window a write was accepted, so nothing was shown of the refused ones");
        Assert.Equal(0, harmless.Writes);
        (await api.Get("/health/ready")).Is(HttpStatusCode.OK);
        AssertLogIsClean(host, [host.OperatorKey, reader.Key, till.Key, reader.Key[^32..], till.Key[^32..], HostileRequests.Canary, $"{victim}@example.com"]);
    }

    /// <summary>Whether it asks although its method is one that writes: a dry run, or a check of what it sends.</summary>
    private static bool IsQuestion(HostileRequest request) =>
        Questions.Any(part => request.Target.Contains(part, StringComparison.Ordinal));

    /// <summary>As it is once what was accepted before has run its course: an order goes on after its answer.</summary>
    private static async Task<string> Settled(Api api, string victim)
    {
        var last = await Snapshot(api, victim);
        while (true)
        {
            await Task.Delay(SettlesWithin, TestContext.Current.CancellationToken);
            var now = await Snapshot(api, victim);
            if (now == last) return now;
            last = now;
        }
    }

    /// <summary>How often each status came, and how many writes were accepted.</summary>
    private static async Task<(Dictionary<int, int> Statuses, int Writes)> Send(StandaloneHost host, HostileRequest[] requests)
    {
        var statuses = new Dictionary<int, int>();
        var writes = 0;
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, cancelled) =>
        {
            var answering = RawHttp.Send(host.Address, request, cancelled);
            await Task.WhenAny(answering, Task.Delay(TooLong, cancelled));
            Assert.True(answering.IsCompleted, $"{request} was not answered within {TooLong.TotalSeconds} s.");
            var (status, text) = await answering;

            Assert.True(status < 500, $"{request} was answered with {text}");
            Assert.True(status > 0 || request.MayHangUp, $"{request} was not answered.");
            lock (statuses)
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                if (status is >= 200 and < 300 && !request.IsRead && !IsQuestion(request)) writes++;
            }
        });
        return (statuses, writes);
    }

    /// <summary>Everything that a write could change, as text.</summary>
    private static async Task<string> Snapshot(Api api, string victim)
    {
        string[] paths =
        [
            "/api/v1/corporations?limit=200", $"/api/v1/corporations/{victim}", $"/api/v1/corporations/{victim}/provisioning", "/api/v1/stacks?limit=200",
            $"/api/v1/settings/corporation:{victim}/history?limit=200", "/api/v1/settings/system/history", "/api/v1/settings/theme:x/history",
        ];
        var parts = await Task.WhenAll(paths.Select(api.Get));
        Assert.All(parts, part => part.Is(HttpStatusCode.OK));

        // When a key was last used is no change of it.
        var keys = (await api.Get("/api/v1/api-keys?limit=200")).Json("items").EnumerateArray()
            .Select(key => string.Join(',', key.EnumerateObject().Where(member => member.Name != "lastUsedAt").Select(member => member.Value.GetRawText())));
        return string.Join('\n', [.. parts.Select(part => part.Body), .. keys]);
    }

    private static void AssertLogIsClean(StandaloneHost host, string[] secrets)
    {
        var log = host.Log;
        Assert.NotEmpty(log);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    private static string Text(Dictionary<int, int> statuses) =>
        string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} × {status.Value}"));
}
