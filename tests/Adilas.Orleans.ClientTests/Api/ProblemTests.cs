using System.Net;
using System.Text;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class ProblemTests(StandaloneFixture fixture)
{
    [Fact]
    public async Task Whatever_the_client_accepts_a_problem_is_a_problem()
    {
        using var api = await fixture.Operator();

        var answer = (await api.Get("/api/v1/corporations/none", ("Accept", "text/html"))).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");

        Assert.Equal("1.0.0", answer["Api-Version"]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        Assert.Null(answer["Server"]);
    }

    [Fact]
    public async Task Every_answer_of_the_api_says_its_version()
    {
        using var api = await fixture.Operator();
        using var nobody = (await fixture.Host).As(null);

        Assert.All(
            [await api.Get("/api/v1/stacks"), await nobody.Get("/api/v1/stacks"), await api.Get("/api/v1/none"), await api.Delete("/api/v1/stacks")],
            answer => Assert.Equal("1.0.0", answer["Api-Version"]));
    }

    [Fact]
    public async Task Unknown_addresses_and_wrong_methods_are_problems()
    {
        using var api = await fixture.Operator();

        (await api.Get("/api/v1/none")).IsProblem(HttpStatusCode.NotFound, "route-unknown");
        (await api.Get("/api/v2/stacks")).IsProblem(HttpStatusCode.NotFound, "route-unknown");
        var wrongMethod = (await api.Delete("/api/v1/stacks")).IsProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal("GET, POST", string.Join(", ", wrongMethod["Allow"]!.Split(", ").Order()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/merge-patch+json")]
    [InlineData(null)]
    public async Task A_body_must_be_JSON_in_UTF_8(string? mediaType)
    {
        using var api = await fixture.Operator();
        using var content = new ByteArrayContent("""{"id":"x","capacity":{"corporations":1},"kind":"shared"}"""u8.ToArray());
        if (mediaType is not null) content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        var answer = await api.Send(HttpMethod.Post, "/api/v1/stacks", content);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "media-type"), (answer.Status, answer.Text("code")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_large_a_body_is_refused_whether_it_says_its_size_or_not(bool saysSize)
    {
        using var api = await fixture.Operator();
        var bytes = Encoding.UTF8.GetBytes($"{{\"document\":{{\"a\":\"{new string('x', 1024 * 1024)}\"}}}}");
        using HttpContent content = saysSize ? new ByteArrayContent(bytes) : new StreamContent(new Unsized(bytes));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        (await api.Send(HttpMethod.Put, $"/api/v1/settings/theme:{StandaloneFixture.NewId("t")}", content)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("", "body-missing", null)]
    [InlineData("{", "body-not-json", null)]
    [InlineData("""{"id":"x"}""", "member-invalid", "capacity")]
    [InlineData("""{"id":"x","capacity":{"corporations":1},"kind":"shared","colour":"red"}""", "member-unknown", "colour")]
    [InlineData("""{"id":"x","id":"y","capacity":{"corporations":1},"kind":"shared"}""", "member-invalid", "id")]
    [InlineData("""{"id":"x","capacity":{"corporations":"1"},"kind":"shared"}""", "member-invalid", "capacity.corporations")]
    public async Task A_body_of_another_form_is_refused_by_name(string body, string code, string? field)
    {
        using var api = await fixture.Operator();

        (await api.Post("/api/v1/stacks", body)).IsProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_request_that_takes_no_body_takes_none()
    {
        using var api = await fixture.Operator();

        (await api.Post("/api/v1/corporations/none/restore", """{"reason":"x"}""")).IsProblem(HttpStatusCode.BadRequest, "body-unexpected");
        (await api.Post("/api/v1/corporations/none/restore", "{}")).IsProblem(HttpStatusCode.NotFound, "corporation-unknown");
    }

    /// <summary>A stream that does not know how long it is.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
