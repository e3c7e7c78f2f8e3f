using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Jobs.Http;
using Adilas.Jobs.Outbound;
using Adilas.Secrets;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>What an <c>http</c> job makes of receivers, those who answer as they should and those who do anything but.</summary>
public sealed class HttpHandlerTests
{
    private const string Secret = "canary-5b1f";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_sent_as_it_was_written_with_its_id_and_a_signature_and_the_answer_is_kept()
    {
        await using var server = BadServer.Answering(201, "Content-Type: text/json\r\nETag: \"1\"\r\nX-Other: no\r\n", """{"ok":"ü"}""");

        var outcome = await Run(
            server, new { url = server.Url + "hook?a=b", headers = new { Authorization = Secret }, body = new { a = 1 }, sign = true });

        Assert.Null(outcome.Failure);
        var result = JsonDocument.Parse(outcome.Result!).RootElement;
        Assert.Equal((201, """{"ok":"ü"}"""), (result.GetProperty("status").GetInt32(), result.GetProperty("body").GetString()));
        Assert.Equal("\"1\"", result.GetProperty("headers").GetProperty("ETag").GetString());
        Assert.False(result.GetProperty("headers").TryGetProperty("X-Other", out _));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /hook?a=b HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"a\":1}", request, StringComparison.Ordinal);
        foreach (var header in new[]
        {
            $"Authorization: {Secret}", "Idempotency-Key: job-1", "Content-Type: application/json", "Adilas-Signature: t=",
        })
            Assert.Contains(header, request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(200, null, false)]
    [InlineData(204, null, false)]
    [InlineData(304, "http-status", true)]
    [InlineData(400, "http-status", true)]
    [InlineData(404, "http-status", true)]
    [InlineData(429, "http-status", false)]
    [InlineData(500, "http-status", false)]
    [InlineData(503, "http-status", false)]
    public async Task The_status_decides(int status, string? code, bool isFinal)
    {
        await using var server = BadServer.Answering(status, body: status is 204 or 304 ? "" : "words");

        var outcome = await Run(server, new { url = server.Url });

        Assert.Equal((code, isFinal), (outcome.Failure?.Code, outcome.Failure?.IsFinal ?? false));
        Assert.Equal(status, JsonDocument.Parse(outcome.Result!).RootElement.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData(429, "17", 17)]
    [InlineData(503, "999999", 86_400)]
    [InlineData(503, "Fri, 02 Jan 2099 03:05:05 GMT", 86_400)]
    [InlineData(503, "soon", null)]
    [InlineData(404, "17", null)]
    public async Task A_receiver_that_asks_to_be_left_alone_is_heard(int status, string retryAfter, int? seconds)
    {
        await using var server = BadServer.Answering(status, $"Retry-After: {retryAfter}\r\n");

        var outcome = await Run(server, new { url = server.Url });

        Assert.Equal(seconds, outcome.Failure!.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Headers_that_never_end_and_headers_that_never_come_are_given_up()
    {
        await using var silent = new BadServer((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled));
        BadServer slow = null!;
        await using var slowOne = slow = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, "HTTP/1.1 200 OK\r\n", cancelled);
            await slow.Repeat(stream, "X", TimeSpan.FromMilliseconds(50), cancelled);
        });

        foreach (var server in new[] { silent, slow })
        {
            var took = Stopwatch.StartNew();
            var failure = (await Run(server, new { url = server.Url, timeoutSeconds = 1 })).Failure!;

            Assert.Equal(("http-timeout", false), (failure.Code, failure.IsFinal));
            Assert.Equal("127.0.0.1 did not answer within 1 s.", failure.Message);
            Assert.InRange(took.Elapsed.TotalSeconds, 0.9, 5);
        }
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_is_cut_at_the_timeout_and_the_status_counts()
    {
        BadServer slow = null!;
        await using var server = slow = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", cancelled);
            await slow.Repeat(stream, "b", TimeSpan.FromMilliseconds(20), cancelled);
        });

        var took = Stopwatch.StartNew();
        var outcome = await Run(server, new { url = server.Url, timeoutSeconds = 1 });

        Assert.Null(outcome.Failure);
        var result = JsonDocument.Parse(outcome.Result!).RootElement;
        Assert.True(result.GetProperty("truncated").GetBoolean());
        Assert.StartsWith("bbb", result.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.InRange(took.Elapsed.TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task An_endless_body_is_read_to_its_bound_and_no_further()
    {
        BadServer endless = null!;
        await using var server = endless = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", cancelled);
            await endless.Repeat(stream, new string('e', 4_096), TimeSpan.Zero, cancelled);
        });

        var took = Stopwatch.StartNew();
        var outcome = await Run(server, new { url = server.Url, timeoutSeconds = 60 });

        var result = JsonDocument.Parse(outcome.Result!).RootElement;
        Assert.Equal(AnswerReader.MaxBodyBytes, result.GetProperty("body").GetString()!.Length);
        Assert.True(result.GetProperty("truncated").GetBoolean());
        Assert.InRange(took.Elapsed.TotalSeconds, 0, 20);

        // What the two kernels hold back between them is sent, but not read.
        Assert.InRange(server.SentBytes, 0, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData(AnswerReader.MaxBodyBytes, false)]
    [InlineData(AnswerReader.MaxBodyBytes + 1, true)]
    public async Task A_body_is_kept_up_to_its_bound(int length, bool truncated)
    {
        await using var server = BadServer.Answering(200, body: new string('b', length));

        var result = JsonDocument.Parse((await Run(server, new { url = server.Url })).Result!).RootElement;

        Assert.Equal(AnswerReader.MaxBodyBytes, result.GetProperty("body").GetString()!.Length);
        Assert.Equal(truncated, result.GetProperty("truncated").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 999999 Odd\r\n\r\n")]
    public async Task A_connection_that_is_reset_or_speaks_something_else_is_tried_again(string said)
    {
        await using var server = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, said, cancelled);
            BadServer.Reset(stream);
        });

        var failure = (await Run(server, new { url = server.Url, timeoutSeconds = 5 })).Failure!;

        Assert.Equal(("http-answer", false), (failure.Code, failure.IsFinal));
    }

    [Fact]
    public async Task A_body_that_is_reset_midway_costs_what_it_would_have_said()
    {
        await using var server = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, "HTTP/1.1 500 Broken\r\nContent-Length: 1000\r\n\r\nhalf", cancelled);
            BadServer.Reset(stream);
        });

        var outcome = await Run(server, new { url = server.Url });

        Assert.Equal("http-status", outcome.Failure!.Code);
        Assert.True(JsonDocument.Parse(outcome.Result!).RootElement.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Headers_of_any_size_are_not_taken()
    {
        BadServer huge = null!;
        await using var server = huge = new BadServer(async (_, stream, cancelled) =>
        {
            await BadServer.Write(stream, "HTTP/1.1 200 OK\r\nX-Huge: ", cancelled);
            await huge.Repeat(stream, new string('h', 4_096), TimeSpan.Zero, cancelled);
        });

        var failure = (await Run(server, new { url = server.Url, timeoutSeconds = 60 })).Failure!;

        Assert.Equal("http-answer: The headers of the answer are longer than 32 KiB.", $"{failure.Code}: {failure.Message}");
    }

    [Fact]
    public async Task A_receiver_that_cannot_prove_who_it_is_gets_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new BadServer((_, _, _) => Task.CompletedTask) { Certificate = own };

        var failure = (await Run(server, new { url = server.Url.Replace("http:", "https:", StringComparison.Ordinal), body = Secret })).Failure!;

        Assert.Equal("http-unreachable: 127.0.0.1 did not prove who it is (TLS).", $"{failure.Code}: {failure.Message}");
        Assert.DoesNotContain(server.Requests, request => request.Contains("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_tried_again()
    {
        var server = BadServer.Answering(200);
        await server.DisposeAsync();

        var failure = (await Run(server, new { url = $"http://127.0.0.1:{FreePort()}/" })).Failure!;

        Assert.Equal(("http-unreachable", false), (failure.Code, failure.IsFinal));
        Assert.Equal("127.0.0.1 cannot be reached (ConnectionRefused).", failure.Message);
    }

    [Fact]
    public async Task A_name_that_stands_for_a_private_address_is_refused_when_it_is_called()
    {
        await using var server = BadServer.Answering(200);

        foreach (var host in new[] { "localhost", "partner.example" })
        {
            var lookUp = host is "localhost" ? Dns.GetHostAddressesAsync : (Func<string, CancellationToken, Task<IPAddress[]>>)Loopback;

            var failure = (await Run(server, new { url = $"http://{host}:{server.Port}/" }, allowed: [], lookUp)).Failure!;

            Assert.Equal(("http-address-refused", true), (failure.Code, failure.IsFinal));
            Assert.Equal($"{host} is not a public address, and the operator does not allow it.", failure.Message);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_between_two_calls_gains_nothing()
    {
        await using var server = BadServer.Answering(200);
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.2"]);
        using var sender = Sender(["127.0.0.1/32"], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var payload = new { url = $"http://partner.example:{server.Port}/" };

        Assert.Null((await Run(sender, payload)).Failure);
        Assert.Equal("http-address-refused", (await Run(sender, payload)).Failure!.Code);
    }

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://0/")]
    public async Task A_redirect_to_a_private_address_is_refused(string location)
    {
        await using var server = BadServer.Answering(302, $"Location: {location}\r\n");

        var failure = (await Run(server, new { url = server.Url })).Failure!;

        Assert.Equal(("http-address-refused", true), (failure.Code, failure.IsFinal));
    }

    [Theory]
    [InlineData("Location: /again\r\n", 6, "There are more than 5 redirects.")]
    [InlineData("", 1, "127.0.0.1 redirects, but it does not say where to.")]
    [InlineData("Location: file:///etc/passwd\r\n", 1, "127.0.0.1 redirects, but to something else than http and https.")]
    public async Task A_redirect_that_leads_nowhere_is_final(string headers, int requests, string message)
    {
        await using var server = BadServer.Answering(307, headers);

        var failure = (await Run(server, new { url = server.Url, body = "b" })).Failure!;

        Assert.Equal(("http-redirect", true, message), (failure.Code, failure.IsFinal, failure.Message));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_to_another_host_takes_no_secret_along()
    {
        await using var other = BadServer.Answering(200, body: "there");
        await using var first = BadServer.Answering(307, $"Location: {other.Url}there\r\nSet-Cookie: a={Secret}\r\n");

        var outcome = await Run(
            first, new { url = first.Url, headers = new { Authorization = Secret, Accept = "text/plain" }, body = "b", sign = true });

        Assert.Null(outcome.Failure);
        var request = Assert.Single(other.Requests);
        Assert.EndsWith("\r\n\r\nb", request, StringComparison.Ordinal);
        Assert.Contains("Accept: text/plain", request, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, request, StringComparison.Ordinal);
        Assert.DoesNotContain("Adilas-Signature", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_failure_says_holds_nothing_of_path_headers_or_body()
    {
        var port = FreePort();
        await using var status = BadServer.Answering(500, body: Secret);
        await using var away = BadServer.Answering(302, $"Location: http://127.0.0.2/{Secret}\r\n");

        foreach (var url in new[] { $"http://127.0.0.1:{port}/", status.Url, away.Url })
        {
            var outcome = await Run(
                status, new { url = $"{url}{Secret}?key={Secret}", headers = new { Authorization = Secret }, body = Secret, sign = true });

            Assert.DoesNotContain(Secret, outcome.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_stops_the_attempt_is_not_told_of_a_timeout()
    {
        await using var server = new BadServer((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled));
        using var sender = Sender(["127.0.0.1/32"]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(sender, new { url = server.Url }, stop.Token));
    }

    [Fact]
    public async Task The_environments_proxy_is_not_asked()
    {
        await using var proxy = BadServer.Answering(200, body: "proxy");
        await using var server = BadServer.Answering(200, body: "server");
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyFor(new Uri(server.Url), new Uri(proxy.Url), before);
        try
        {
            Assert.Contains("\"server\"", (await Run(server, new { url = server.Url })).Result!, StringComparison.Ordinal);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private static async Task<JobOutcome> Run(
        BadServer server, object payload, string[]? allowed = null, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null)
    {
        using var sender = Sender(allowed ?? ["127.0.0.1/32"], lookUp);
        return await Run(sender, payload);
    }

    private static Task<JobOutcome> Run(OutboundHttp sender, object payload, CancellationToken? cancellationToken = null)
    {
        var handler = new HttpHandler(sender, Guard([]));
        return handler.Run(Runs.Of(CorporationId.Parse("acme"), "http", payload), cancellationToken ?? Cancelled);
    }

    private static OutboundHttp Sender(string[] allowed, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null)
    {
        var secrets = new SecretsOptions { Keys = { Convert.ToBase64String(new byte[SecretsOptions.KeyBytes]) } };
        var signature = new BodySignature(new DerivedKeys(Options.Create(secrets)), TimeProvider.System);
        return new OutboundHttp(
            new GuardedConnector(Guard(allowed), lookUp ?? Dns.GetHostAddressesAsync), signature, TimeProvider.System);
    }

    private static AddressGuard Guard(string[] allowed)
    {
        var options = new OutboundOptions();
        foreach (var network in allowed) options.AllowPrivateAddresses.Add(network);
        return new AddressGuard(Options.Create(options));
    }

    private static Task<IPAddress[]> Loopback(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    /// <summary>What the environment's variables come to, for one server alone: the other tests of this process have servers too.</summary>
    private sealed class ProxyFor(Uri server, Uri proxy, IWebProxy others) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => destination.Port == server.Port ? proxy : others.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.Port != server.Port && others.IsBypassed(host);
    }

    private static int FreePort()
    {
        using var lease = LocalCluster.PortLease.Take();
        return lease.Port;
    }
}
