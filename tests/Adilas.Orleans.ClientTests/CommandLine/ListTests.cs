using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Adilas.CommandLine;

public sealed class ListTests
{
    [Fact]
    public async Task In_a_pipe_a_list_is_one_tab_separated_line_per_item_without_a_header()
    {
        await using var api = await FakeApi.Start(Answers.Page(
            """{"id":"acme","name":"Acme \"Foods\"","industry":"retail","kind":"work","stack":"data0","mode":"live"},{"id":"bolt"}"""));
        var result = await CommandRun.Once(api, "corporation", "list");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("acme\tAcme \"Foods\"\tretail\twork\tdata0\tlive\nbolt\t\t\t\t\t\n", result.Out);
        Assert.Equal("", result.Err);
    }

    [Fact]
    public async Task With_json_each_item_stands_on_its_line_as_the_server_wrote_it()
    {
        await using var api = await FakeApi.Start(Answers.Page("""{"id":"acme","name":"Café","share":1.50,"unknown":{"a":[]}}"""));
        var result = await CommandRun.Once(api, "corporations", "list", "--json");

        Assert.Equal("""{"id":"acme","name":"Café","share":1.50,"unknown":{"a":[]}}""" + "\n", result.Out);
    }

    [Fact]
    public async Task The_key_and_the_filters_are_sent()
    {
        await using var api = await FakeApi.Start(Answers.Page(""));
        string[] filters = ["--query", "a&b c", "--stack", "data0", "--mode", "frozen", "--industry", "retail"];
        await CommandRun.Once(api, ["corporation", "list", .. filters]);

        Assert.Equal("/api/v1/corporations?query=a%26b%20c&stack=data0&mode=frozen&industry=retail&limit=50", api.Only.Target);
        Assert.Equal($"Bearer {CommandRun.Key}", api.Only.Header("Authorization"));
        Assert.Null(api.Only.Header("Idempotency-Key"));
    }

    [Fact]
    public async Task A_list_stops_at_fifty_and_says_that_there_is_more()
    {
        await using var api = await FakeApi.Start(Pages(total: 500));
        var result = await CommandRun.Once(api, "corporation", "list");

        Assert.Equal(50, result.Lines.Length);
        Assert.Contains("50 shown", result.Err);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_larger_limit_follows_the_cursor_as_far_as_needed()
    {
        await using var api = await FakeApi.Start(Pages(total: 500));
        var result = await CommandRun.Once(api, "corporation", "list", "--limit", "250");

        Assert.Equal(Ids(0, 250), result.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(["limit=200", "limit=50&cursor=200"], api.Seen.Select(request => request.Target.Split('?')[1]));
    }

    [Fact]
    public async Task All_follows_every_page()
    {
        await using var api = await FakeApi.Start(Pages(total: 450));
        var result = await CommandRun.Once(api, "corporation", "list", "--all", "--json");

        Assert.Equal(Ids(0, 450), result.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.Equal(3, api.Seen.Count);
        Assert.Equal("", result.Err);
    }

    [Fact]
    public async Task Pages_that_do_not_move_on_end_the_command()
    {
        await using var api = await FakeApi.Start(Answers.Json("""{"items":[{"id":"acme"}],"next":"same"}"""));
        var result = await CommandRun.Once(api, "corporation", "list", "--all");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task A_page_that_fails_later_leaves_the_rows_before_it_and_fails()
    {
        await using var api = await FakeApi.Start(Answers.Page("""{"id":"acme"}""", next: "2"), Answers.Problem(500, "Broken.", "fault"));
        var result = await CommandRun.Once(api, "corporation", "list", "--all");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("acme\t", result.Out);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_paging()
    {
        await using var api = await FakeApi.Start(Pages(total: 1_000_000));
        var script = $"set -o pipefail; '{CommandRun.Executable}' corporation list --all --server {api.Address} --key k | head -n 1";
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var result = await CommandRun.End(shell);

        Assert.Equal(141, result.ExitCode);
        Assert.Single(result.Lines);
        Assert.Equal("", result.Err);
        Assert.InRange(api.Seen.Count, 1, 100);
    }

    [Fact]
    public async Task A_history_shows_every_field_in_a_pipe()
    {
        const string Changes = """[{"path":"name","before":"Acme","after":"Acme Foods"}]""";
        await using var api = await FakeApi.Start(Answers.Page(
            """{"position":7,"at":"2026-03-01T08:00:00Z","actor":"key:operator","onBehalfOf":null,"action":"Corporation.Change","""
            + $$"""
            "subject":"corporation acme","version":3,"changes":{{Changes}},"traceId":"4b"}
            """));
        var result = await CommandRun.Once(api, "corporation", "history", "acme", "--from", "2026-03-01", "--actor", "key:operator");

        Assert.Equal("/api/v1/corporations/acme/history?from=2026-03-01T00%3A00%3A00Z&actor=key%3Aoperator&limit=50", api.Only.Target);
        Assert.Equal(
            $"7\t2026-03-01T08:00:00Z\tkey:operator\t\tCorporation.Change\tcorporation acme\t3\t{Changes}\t4b\n", result.Out);
    }

    private static RequestDelegate Pages(int total) => context =>
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        var start = query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor.ToString()) : 0;
        var end = Math.Min(total, start + int.Parse(query["limit"].ToString()));
        var items = string.Join(',', Ids(start, end).Select(id => $$"""{"id":"{{id}}"}"""));
        return Answers.Json($$"""{"items":[{{items}}],"next":{{(end < total ? $"\"{end}\"" : "null")}}}""")(context);
    };

    private static IEnumerable<string> Ids(int start, int end) => Enumerable.Range(start, end - start).Select(number => $"corp-{number}");
}
