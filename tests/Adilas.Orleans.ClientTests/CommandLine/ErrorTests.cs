using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adilas.CommandLine;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(400, 2)]
    [InlineData(401, 5)]
    [InlineData(403, 5)]
    [InlineData(404, 3)]
    [InlineData(409, 4)]
    [InlineData(412, 4)]
    [InlineData(413, 2)]
    [InlineData(415, 2)]
    [InlineData(423, 5)]
    [InlineData(428, 2)]
    [InlineData(429, 6)]
    [InlineData(500, 1)]
    [InlineData(502, 6)]
    [InlineData(503, 6)]
    public async Task A_refusal_decides_the_exit_code_and_is_explained_on_standard_error(int status, int exitCode)
    {
        await using var api = await FakeApi.Start(Answers.Problem(status, "A name has 1 to 100 characters.", "corporation-name", "name"));
        var result = await CommandRun.Once(api, "corporation", "rename", "acme", "x");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.StartsWith("error: A name has 1 to 100 characters.\n       field name · code corporation-name · trace 4bf92f35", result.Err);
        Assert.InRange(result.Err.TrimEnd().Split('\n').Length, 1, 2);
    }

    [Fact]
    public async Task With_json_the_problem_is_handed_on_as_the_server_wrote_it()
    {
        await using var api = await FakeApi.Start(Answers.Problem(409, "Exists.", "corporation-exists", "id"));
        var result = await CommandRun.Once(api, "corporation", "show", "acme", "--json");

        Assert.Equal(4, result.ExitCode);
        Assert.Equal(Answers.ProblemJson(409, "Exists.", "corporation-exists", "id"), result.Err.TrimEnd());
    }

    [Fact]
    public async Task An_answer_that_is_no_problem_document_still_says_its_status()
    {
        await using var api = await FakeApi.Start(Answers.Body(500, "text/html", "<html><body>oops</body></html>"));
        var result = await CommandRun.Once(api, "corporation", "show", "acme");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The server answered 500", result.Err);
        Assert.DoesNotContain("<html>", result.Err);
    }

    [Theory]
    [InlineData("application/json", "[1,2,3]")]
    [InlineData("application/json", "{\"items\":{}}")]
    [InlineData("application/json", "{\"items\":[")]
    [InlineData("text/html", "<p>Welcome</p>")]
    [InlineData(null, "")]
    public async Task A_list_that_is_none_is_a_fault_and_prints_no_data(string? mediaType, string body)
    {
        await using var api = await FakeApi.Start(Answers.Body(200, mediaType, body));
        var result = await CommandRun.Once(api, "corporation", "list");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("makes no sense", result.Err);
    }

    [Fact]
    public async Task A_redirect_is_refused_so_that_the_key_stays_with_the_server_that_was_named()
    {
        await using var elsewhere = await FakeApi.Start(Answers.Json("{}"));
        await using var api = await FakeApi.Start(Answers.Nothing(302, ("Location", elsewhere.Address)));
        var result = await CommandRun.Once(api, "corporation", "show", "acme");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(elsewhere.Address, result.Err);
        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unavailable()
    {
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "list", "--server", "http://127.0.0.1:1", "--retry-for", "0"]);

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("Nobody answers at http://127.0.0.1:1", result.Err);
    }

    [Fact]
    public async Task An_unknown_name_is_unavailable_at_once()
    {
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "list", "--server", "https://no-such-host.invalid"]);

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("https://no-such-host.invalid", result.Err);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_http_is_named_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var ending = TestContext.Current.CancellationToken;
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(ending);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("220 mail.example ready\r\n\r\n"), ending);
            await client.GetStream().ReadExactlyAsync(new byte[1], ending);
        }, ending);
        using var run = new CommandRun();
        var result = await run.Run(["corporation", "list", "--server", $"http://127.0.0.1:{port}"]);
        await serving;

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("not in HTTP", result.Err);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_timeout()
    {
        await using var api = await FakeApi.Start(Answers.Silence);
        var result = await CommandRun.Once(api, "corporation", "show", "acme", "--timeout", "1", "--retry-for", "0");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("no answer within 1 s", result.Err);
    }

    [Fact]
    public async Task A_key_that_a_server_sends_back_is_not_shown()
    {
        await using var api = await FakeApi.Start(Answers.Problem(403, $"The key {CommandRun.Key} may not.", "forbidden"));
        var plain = await CommandRun.Once(api, "corporation", "show", "acme");
        var json = await CommandRun.Once(api, "corporation", "show", "acme", "--json");

        Assert.Equal(5, plain.ExitCode);
        Assert.Contains("The key *** may not.", plain.Err);
        Assert.DoesNotContain(CommandRun.Key, plain.Err + plain.Out + json.Err + json.Out);
    }

    [Fact]
    public async Task Text_from_the_server_cannot_steer_the_terminal()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"id":"acme","name":"A\u001b[2Jcme\tInc\nLtd"}"""));
        var result = await CommandRun.Once(api, "corporation", "show", "acme");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("id\tacme\nname\tA\\u001b[2Jcme\\tInc\\nLtd\n", result.Out);
    }
}
