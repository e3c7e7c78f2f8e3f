using System.Net;
using System.Text.RegularExpressions;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed partial class AccessTests(StandaloneFixture fixture)
{
    [Theory]
    [InlineData(null, "Bearer realm=\"adilas\"")]
    [InlineData("wrong", "Bearer realm=\"adilas\", error=\"invalid_token\"")]
    [InlineData("ak_operator_wrong", "Bearer realm=\"adilas\", error=\"invalid_token\"")]
    [InlineData("ak_none_wrong", "Bearer realm=\"adilas\", error=\"invalid_token\"")]
    [InlineData("ak_none.none_wrong", "Bearer realm=\"adilas\", error=\"invalid_token\"")]
    public async Task Without_a_valid_key_nobody_comes_in(string? key, string challenge)
    {
        using var api = (await fixture.Host).As(key);

        var answer = (await api.Get("/api/v1/corporations")).IsProblem(HttpStatusCode.Unauthorized, "key-required");

        Assert.Equal(challenge, answer["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("bearer  ")]
    public async Task Another_kind_of_credentials_is_none(string authorization)
    {
        using var api = (await fixture.Host).As(null);

        (await api.Get("/api/v1/corporations", ("Authorization", authorization))).IsProblem(HttpStatusCode.Unauthorized, "key-required");
    }

    [Fact]
    public async Task A_person_signs_in_with_an_operators_key_and_out_again()
    {
        var host = await fixture.Host;
        using var browser = new Browser(host.Address);

        var page = await browser.Get("/grains/");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnTo=%2Fgrains%2F"), (page.Status, new Uri(host.Address, page["Location"]!).PathAndQuery));

        var signedIn = await browser.SignIn(host.OperatorKey, "/grains/");
        Assert.Equal((HttpStatusCode.Redirect, "/grains/"), (signedIn.Status, signedIn["Location"]));
        Assert.Matches("adilas.session=.*; path=/; samesite=lax; httponly", signedIn["Set-Cookie"]);
        Assert.DoesNotContain(host.OperatorKey, signedIn["Set-Cookie"], StringComparison.Ordinal);

        var grains = (await browser.Get("/grains/")).Is(HttpStatusCode.OK);
        Assert.Contains("Orleans Dashboard", grains.Body, StringComparison.Ordinal);
        (await browser.Get("/grains/DashboardCounters")).Is(HttpStatusCode.OK);

        // The API hears keys alone: a foreign page could make a browser send its cookie.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/stacks")).Status);

        await browser.SignOut();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/grains/")).Status);
    }

    [Fact]
    public async Task A_wrong_key_or_one_of_a_corporation_begins_no_session()
    {
        using var api = await fixture.Operator();
        var (_, key) = await api.NewKey(await api.NewCorporation(), "settings:read");
        using var browser = new Browser((await fixture.Host).Address);

        foreach (var wrong in new[] { "wrong", key, "" })
        {
            var answer = await browser.SignIn(wrong, "/");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/grains/")).Status);
    }

    [Fact]
    public async Task A_form_that_was_not_ours_signs_nobody_in()
    {
        var host = await fixture.Host;
        using var browser = new Browser(host.Address);

        var forged = await browser.Post("/sign-in", ("key", host.OperatorKey), ("returnTo", "/"));

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.DoesNotContain("adilas.session=", forged["Set-Cookie"] ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_signing_in_one_never_lands_on_another_site()
    {
        var host = await fixture.Host;
        using var browser = new Browser(host.Address);

        Assert.Equal("/", (await browser.SignIn(host.OperatorKey, "https://evil.example/"))["Location"]);
        Assert.Equal("/", (await browser.SignIn(host.OperatorKey, "//evil.example/"))["Location"]);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sessions_within_a_lease()
    {
        using var api = await fixture.Operator();
        var (id, key) = await api.NewKey(null, "stacks:read");
        using var browser = new Browser((await fixture.Host).Address);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignIn(key, "/")).Status);
        (await browser.Get("/grains/version")).Is(HttpStatusCode.OK);

        (await api.Delete($"/api/v1/api-keys/{id}")).Is(HttpStatusCode.OK);

        var revoked = DateTime.UtcNow;
        while ((await browser.Get("/grains/version")).Status is HttpStatusCode.OK)
        {
            Assert.InRange(DateTime.UtcNow - revoked, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_cookie_of_ones_own_making_is_no_session()
    {
        using var browser = new Browser((await fixture.Host).Address);
        browser.Cookies["adilas.session"] = "CfDJ8" + new string('A', 300);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/grains/")).Status);
    }

    [Fact]
    public async Task Health_needs_no_key_and_metrics_are_for_this_machine()
    {
        using var nobody = (await fixture.Host).As(null);

        Assert.Equal("""{"status":"live"}""", (await nobody.Get("/health/live")).Is(HttpStatusCode.OK).Body);
        Assert.Equal("""{"status":"ready"}""", (await nobody.Get("/health/ready")).Is(HttpStatusCode.OK).Body);
        Assert.Contains("http_server_request_duration", (await nobody.Get("/metrics")).Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);

        // A balancer on this machine says for whom it asks, and that one is not inside.
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/metrics", ("X-Forwarded-For", "203.0.113.9"))).Status);
    }

    [Fact]
    public async Task Metrics_tell_of_the_journals_batches_the_gates_refusals_and_the_steps_of_provisionings()
    {
        using var api = await fixture.Operator();
        var id = await api.NewCorporation();
        var (_, key) = await api.NewKey(id, "settings:read");
        using var member = (await fixture.Host).As(key);
        (await member.Get($"/api/v1/corporations/{id}")).Is(HttpStatusCode.Forbidden);

        var metrics = (await api.Get("/metrics")).Is(HttpStatusCode.OK).Body;

        foreach (var line in new[]
        {
            """adilas_journal_batch_rows_count\{.*\} [1-9]""",
            """adilas_journal_batch_duration_milliseconds_sum\{.*\} [0-9]""",
            """adilas_journal_queue_bytes\{.*\} [0-9]""",
            """adilas_gate_refusals_total\{.*code="[a-z-]+".*\} [1-9]""",
            """adilas_provisioning_step_duration_seconds_count\{.*outcome="done",type="place".*\} [1-9]""",
        })
        {
            Assert.Matches($"(?m)^{line}", metrics);
        }
    }

    /// <summary>As much of a browser as signing in needs: it keeps cookies and reads form tokens.</summary>
    private sealed partial class Browser(Uri address) : IDisposable
    {
        private readonly Api api = new(address, key: null);

        public Dictionary<string, string> Cookies { get; } = [];

        public Task<ApiResult> Get(string path) => Keep(api.Get(path, ("Cookie", Cookie())));

        public Task<ApiResult> Post(string path, params (string Name, string Value)[] fields) => Keep(api.Send(
            HttpMethod.Post, path, new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value)), ("Cookie", Cookie())));

        public async Task<ApiResult> SignIn(string key, string target)
        {
            var page = await Get($"/sign-in?returnTo={Uri.EscapeDataString(target)}");
            return await Post("/sign-in", ("form-token", FormToken().Match(page.Body).Groups[1].Value), ("returnTo", target), ("key", key));
        }

        public async Task SignOut()
        {
            var page = await Get("/sign-in");
            await Post("/sign-out", ("form-token", FormToken().Match(page.Body).Groups[1].Value));
        }

        public void Dispose() => api.Dispose();

        private async Task<ApiResult> Keep(Task<ApiResult> asking)
        {
            var answer = await asking;
            foreach (Match cookie in SetCookie().Matches(answer["Set-Cookie"] ?? "")) Cookies[cookie.Groups[1].Value] = cookie.Groups[2].Value;
            return answer;
        }

        private string Cookie() => string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

        [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
        private static partial Regex FormToken();

        [GeneratedRegex("(adilas\\.[a-z]+)=([^;]*);")]
        private static partial Regex SetCookie();
    }
}
