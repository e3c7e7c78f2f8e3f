using System.Diagnostics;

namespace Adilas.CommandLine;

public sealed class RetryTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_server_is_asked_again_after_as_long_as_it_wants_with_the_same_operation(int status)
    {
        await using var api = await FakeApi.Start(
            Answers.Problem(status, "Busy.", "busy", retryAfter: "1"), Answers.Json("""{"id":"acme"}"""));
        var watch = Stopwatch.StartNew();
        var result = await CommandRun.Once(api, "corporation", "restore", "acme");

        Assert.Equal(0, result.ExitCode);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1), "It did not wait for a second.");
        Assert.Equal(2, api.Seen.Count);
        Assert.NotEmpty(api.Seen[0].Header("Idempotency-Key")!);
        Assert.Equal(api.Seen[0].Header("Idempotency-Key"), api.Seen[1].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task A_wait_longer_than_the_budget_is_not_begun()
    {
        await using var api = await FakeApi.Start(Answers.Problem(429, "Too many.", "rate-limit", retryAfter: "61"));
        var watch = Stopwatch.StartNew();
        var result = await CommandRun.Once(api, "corporation", "show", "acme");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("Too many.", result.Err);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "It waited although it could not succeed.");
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_when_the_budget_is_spent()
    {
        await using var api = await FakeApi.Start(Answers.Problem(503, "Away.", "unavailable", retryAfter: "1"));
        var result = await CommandRun.Once(api, "corporation", "show", "acme", "--retry-for", "2");

        Assert.Equal(6, result.ExitCode);
        Assert.Equal(3, api.Seen.Count);
    }

    [Fact]
    public async Task A_busy_answer_without_a_time_is_final()
    {
        await using var api = await FakeApi.Start(Answers.Problem(503, "Away.", "unavailable"));
        Assert.Equal(6, (await CommandRun.Once(api, "corporation", "show", "acme")).ExitCode);
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_cut_connection_is_ridden_out_and_the_write_keeps_its_operation()
    {
        await using var api = await FakeApi.Start(Answers.Cut, Answers.Cut, Answers.Json("""{"id":"acme"}"""));
        var result = await CommandRun.Once(api, "corporation", "restore", "acme");

        Assert.Equal(0, result.ExitCode);
        Assert.Single(api.Seen.Select(request => request.Header("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task A_connection_that_is_always_cut_ends_as_unavailable()
    {
        await using var api = await FakeApi.Start(Answers.Cut);
        var result = await CommandRun.Once(api, "corporation", "show", "acme", "--retry-for", "6");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("was cut", result.Err);
        Assert.InRange(api.Seen.Count, 2, 10);
    }
}
