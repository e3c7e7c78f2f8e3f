using Adilas.Hosting;
using Adilas.Http;
using Adilas.RateLimits;
using Adilas.Refusals;

namespace Adilas.Web;

public sealed class WebOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_manual()
    {
        var (web, limits) = (new WebOptions(), new RateLimitOptions());

        Assert.Equal(TimeSpan.FromSeconds(30), web.RequestTimeout);
        Assert.Equal(
            (200, 400, 20, 40, 30, 500),
            (limits.RequestsPerSecond, limits.Burst, limits.AnonymousPerSecond, limits.AnonymousBurst, limits.WrongKeysPerMinute, limits.Concurrent));
        Assert.True(new WebOptionsValidator().Validate(null, web).Succeeded);
        Assert.True(new RateLimitOptionsValidator().Validate(null, limits).Succeeded);
    }

    [Fact]
    public void A_bad_value_is_named()
    {
        Assert.Contains("Web:TrustedProxies:0", Failure(new WebOptions { TrustedProxies = { "10.0.0.0/64" } }), StringComparison.Ordinal);
        Assert.Contains("Web:MetricsNetworks:1", Failure(new WebOptions { MetricsNetworks = { "10.0.0.0/8", "all" } }), StringComparison.Ordinal);
        Assert.Contains("RequestTimeout", Failure(new WebOptions { RequestTimeout = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.Contains(
            "RequestsPerSecond", new RateLimitOptionsValidator().Validate(null, new RateLimitOptions { RequestsPerSecond = 0 }).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Refusal.Invalid, 400)]
    [InlineData(Refusal.Forbidden, 403)]
    [InlineData(Refusal.NotFound, 404)]
    [InlineData(Refusal.Conflict, 409)]
    [InlineData(Refusal.Stale, 412)]
    [InlineData(Refusal.Mode, 423)]
    [InlineData(Refusal.VersionRequired, 428)]
    [InlineData(Refusal.TooMany, 429)]
    [InlineData(Refusal.Unavailable, 503)]
    [InlineData(Refusal.OutcomeUnknown, 503)]
    public void Each_refusal_has_its_status(Refusal refusal, int status) => Assert.Equal(status, ProblemWriter.StatusOf(refusal));

    private static string Failure(WebOptions options) => new WebOptionsValidator().Validate(null, options).FailureMessage!;
}
