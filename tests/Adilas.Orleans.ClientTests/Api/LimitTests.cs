using System.Net;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class LimitTests
{
    [Fact]
    public async Task One_caller_that_asks_too_often_waits_and_others_do_not()
    {
        await using var host = await StandaloneHost.Start(
            ("RateLimits__RequestsPerSecond", "10"), ("RateLimits__Burst", "20"), ("RateLimits__WrongKeysPerMinute", "5"));
        using var api = host.As(host.OperatorKey);
        var (_, otherKey) = await api.NewKey(null, "stacks:read");
        using var other = host.As(otherKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => api.Get("/api/v1/stacks")));
        var refused = answers.Where(answer => answer.Status is HttpStatusCode.TooManyRequests).ToList();

        Assert.InRange(refused.Count, 25, 59);
        Assert.All(refused, answer => answer.IsProblem(HttpStatusCode.TooManyRequests, "too-many-requests"));
        Assert.All(refused, answer => Assert.InRange(int.Parse(answer["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 5));
        (await other.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);
        await api.Until("the caller is served again", "/api/v1/stacks", answer => answer.Status is HttpStatusCode.OK);

        await Many_wrong_keys(host, other);
    }

    // On the same host, since a host takes seconds to start.
    private static async Task Many_wrong_keys(StandaloneHost host, Api known)
    {
        for (var i = 0; i < 5; i++)
        {
            using var guess = host.As($"ak_operator_guess{i}");
            Assert.Equal(HttpStatusCode.Unauthorized, (await guess.Get("/api/v1/stacks")).Status);
        }

        using var next = host.As("ak_operator_guess6");
        var refused = (await next.Get("/api/v1/stacks")).IsProblem(HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
        Assert.InRange(int.Parse(refused["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        (await known.Get("/api/v1/stacks")).Is(HttpStatusCode.OK);
    }
}
