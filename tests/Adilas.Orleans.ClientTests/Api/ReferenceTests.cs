using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adilas.Hosts;

namespace Adilas.ApiTests;

public sealed class ReferenceTests(StandaloneFixture fixture)
{
    /// <summary>Set to 1, the test writes the file instead of complaining about it.</summary>
    private const string Regenerate = "ADILAS_REGENERATE";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_description_names_every_address_with_its_problems_and_the_way_in()
    {
        using var nobody = (await fixture.Host).As(null);
        var description = (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK);

        string[] addresses =
        [
            "/api/v1/corporations", "/api/v1/corporations/{id}", "/api/v1/corporations/{id}/restore", "/api/v1/corporations/{id}/mode",
            "/api/v1/corporations/{id}/provisioning", "/api/v1/corporations/{id}/provisioning/retry", "/api/v1/corporations/{id}/provisioning/rollback",
            "/api/v1/corporations/{id}/history", "/api/v1/corporations/{id}/profile", "/api/v1/corporations/{id}/profile/explain",
            "/api/v1/corporations/{id}/jobs", "/api/v1/corporations/{id}/jobs:batch", "/api/v1/corporations/{id}/jobs:cancel",
            "/api/v1/corporations/{id}/jobs:retry", "/api/v1/corporations/{id}/jobs/{job}", "/api/v1/corporations/{id}/jobs/{job}/cancel",
            "/api/v1/corporations/{id}/jobs/{job}/run", "/api/v1/corporations/{id}/jobs/{job}/retry", "/api/v1/corporations/{id}/jobs/{job}/reschedule",
            "/api/v1/corporations/{id}/jobs/{job}/approve", "/api/v1/corporations/{id}/jobs/{job}/reject",
            "/api/v1/corporations/{id}/queues", "/api/v1/corporations/{id}/queues/{name}", "/api/v1/corporations/{id}/queues/{name}/pause",
            "/api/v1/corporations/{id}/queues/{name}/resume",
            "/api/v1/corporations/{id}/bulk", "/api/v1/corporations/{id}/bulk/{operation}", "/api/v1/corporations/{id}/bulk/{operation}/stop", "/api/v1/work/overview", "/api/v1/work/lanes", "/api/v1/work/dead", "/api/v1/workers/lease", "/api/v1/workers/jobs/{token}/heartbeat",
            "/api/v1/workers/jobs/{token}/progress", "/api/v1/workers/jobs/{token}/complete", "/api/v1/workers/jobs/{token}/fail",
            "/api/v1/corporations/{id}/schedules", "/api/v1/corporations/{id}/schedules:preview", "/api/v1/corporations/{id}/schedules/{name}",
            "/api/v1/corporations/{id}/schedules/{name}/run", "/api/v1/corporations/{id}/schedules/{name}/runs",
            "/api/v1/corporations/{id}/profile/stream", "/api/v1/settings/{scope}", "/api/v1/settings/{scope}/values/{path}", "/api/v1/settings/{scope}/history",
            "/api/v1/settings/{scope}/versions/{version}", "/api/v1/settings/{scope}/restore",
            "/api/v1/settings/{scope}/drafts", "/api/v1/settings/{scope}/drafts/{id}", "/api/v1/settings/{scope}/drafts/{id}/approve",
            "/api/v1/settings/{scope}/drafts/{id}/reject", "/api/v1/settings/{scope}/drafts/{id}/apply", "/api/v1/settings/{scope}/drafts/{id}/withdraw",
            "/api/v1/stacks", "/api/v1/stacks/{id}/maintenance", "/api/v1/api-keys", "/api/v1/api-keys/{id}",
            "/api/v1/api-keys/{id}/rotate", "/api/v1/operate/census", "/api/v1/settings-catalogue", "/api/v1/settings-catalogue/check",
            "/api/v1/operate/settings/invalid", "/api/v1/settings/drift", "/api/v1/settings", "/api/v1/settings/drafts", "/api/v1/operate/releases",
            "/api/v1/corporations/{id}/webhooks", "/api/v1/corporations/{id}/webhooks/{webhook}", "/api/v1/corporations/{id}/webhooks/{webhook}/rotate",
            "/api/v1/corporations/{id}/webhooks/{webhook}/test", "/api/v1/corporations/{id}/webhooks/{webhook}/replay",
            "/api/v1/corporations/{id}/webhooks/{webhook}/deliveries", "/api/v1/corporations/{id}/webhooks/{webhook}/deliveries/{delivery}",
            "/api/v1/corporations/{id}/webhooks/{webhook}/deliveries/{delivery}/replay",
        ];
        Assert.Equal(addresses.Order(StringComparer.Ordinal), description.Json("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Equal("1.0.0", description.Text("info.version"));
        Assert.Equal("bearer", description.Text("components.securitySchemes.key.scheme"));
        Assert.All(Operations(description), operation =>
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.True(operation.GetProperty("responses").TryGetProperty("403", out _));
        });
    }

    /// <summary>Clients are written against it: who changes an address, a member or a status sees it here, and so does whoever reads the change.</summary>
    [Fact]
    public async Task The_description_is_the_one_that_was_published()
    {
        using var nobody = (await fixture.Host).As(null);
        var description = JsonNode.Parse((await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Body)!.AsObject();

        // Where this one host listens is no part of the contract.
        description.Remove("servers");
        var (text, file) = ($"{description.ToJsonString(Indented)}\n", Path.Combine(Root(), "docs", "openapi.json"));
        if (Environment.GetEnvironmentVariable(Regenerate) == "1") await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Assert.True(
            File.Exists(file) && await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) == text,
            $"docs/openapi.json differs from what the host describes. Run: {Regenerate}=1 ./test client");
    }

    [Fact]
    public async Task The_page_needs_nothing_from_outside()
    {
        using var nobody = (await fixture.Host).As(null);
        var page = (await nobody.Get("/reference/")).Is(HttpStatusCode.OK);

        Assert.DoesNotContain("http://", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page.Body, StringComparison.Ordinal);
        Assert.True((await nobody.Get("/reference/scalar.js")).Is(HttpStatusCode.OK).Body.Length > 100_000);
        Assert.Contains("default-src 'self'", page["Content-Security-Policy"], StringComparison.Ordinal);
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static IEnumerable<JsonElement> Operations(ApiResult description) =>
        description.Json("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(method => method.Value);
}
