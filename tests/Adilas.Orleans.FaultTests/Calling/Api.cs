using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Adilas.LocalCluster;

namespace Adilas.Calling;

/// <summary>The HTTP API as an operator's program calls it.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient http;

    public Api(string url, string key)
    {
        http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>The body of an answer that must be a success.</summary>
    public async Task<string> Get(string path)
    {
        using var answer = await http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Cancelled);
        return await Checked(answer);
    }

    /// <summary>The body of an answer, or <c>null</c> when there is no such thing.</summary>
    public async Task<string?> Find(string path)
    {
        using var answer = await http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Cancelled);
        return answer.StatusCode is System.Net.HttpStatusCode.NotFound ? null : await Checked(answer);
    }

    public async Task<string> Post(string path, object? body = null)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body ?? new { }, Cancelled);
        return await Checked(answer);
    }

    /// <summary>Orders a corporation and does not wait for it.</summary>
    /// <param name="line">As in an import file.</param>
    public async Task Order(string line)
    {
        using var answer = await SendOrder(line, Cancelled);
        await Checked(answer);
    }

    public async Task<HttpResponseMessage> SendOrder(string line, CancellationToken cancellationToken)
    {
        using var body = new StringContent(line, Encoding.UTF8, "application/json");
        return await http.PostAsync(new Uri("/api/v1/corporations", UriKind.Relative), body, cancellationToken);
    }

    /// <summary>Merges a patch into a corporation's own settings.</summary>
    public async Task<HttpResponseMessage> SendPatch(string corporation, string patch, string operation, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/api/v1/settings/corporation:{corporation}", UriKind.Relative));
        request.Content = new StringContent($$"""{"document":{{patch}}}""", Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", operation);
        return await http.SendAsync(request, cancellationToken);
    }

    public async Task Patch(string corporation, string patch)
    {
        using var answer = await SendPatch(corporation, patch, Guid.NewGuid().ToString("N"), Cancelled);
        await Checked(answer);
    }

    /// <summary>Changes what a corporation is.</summary>
    public async Task PatchCorporation(string corporation, string change)
    {
        using var body = new StringContent(change, Encoding.UTF8, "application/json");
        using var answer = await http.PatchAsync(new Uri($"/api/v1/corporations/{corporation}", UriKind.Relative), body, Cancelled);
        await Checked(answer);
    }

    /// <summary>Merges a patch into a layer, and sends it again until it is known to be stored.</summary>
    /// <returns>The token of the version that holds it.</returns>
    public async Task<string> Set(string scope, string patch)
    {
        var operation = Guid.NewGuid().ToString("N");
        var token = "";
        await Deadline.Until(
            $"{scope} is changed",
            async cancellationToken =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/api/v1/settings/{scope}", UriKind.Relative));
                request.Content = new StringContent($$"""{"document":{{patch}}}""", Encoding.UTF8, "application/json");
                request.Headers.Add("Idempotency-Key", operation);
                using var answer = await http.SendAsync(request, cancellationToken);
                if ((int)answer.StatusCode is 503 or 502 or 409) return false;
                token = JsonElement.Parse(await Checked(answer)).GetProperty("token").GetString()!;
                return true;
            },
            Scenario.Limit,
            Cancelled);
        return token;
    }

    /// <summary>Merges a patch into a layer at a time.</summary>
    /// <returns>Where its draft is.</returns>
    public async Task<string> Schedule(string scope, string patch, DateTimeOffset time)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/api/v1/settings/{scope}", UriKind.Relative));
        request.Content = new StringContent(
            $$"""{"document":{{patch}},"reason":"as planned","effectiveAt":"{{time:O}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Cancelled);
        return $"settings/{scope}/drafts/{JsonElement.Parse(await Checked(answer)).GetProperty("id").GetString()}";
    }

    /// <summary>The document of a corporation's own settings.</summary>
    public async Task<JsonElement> Settings(string corporation) =>
        JsonElement.Parse(await Get($"settings/corporation:{corporation}")).GetProperty("document");

    /// <summary><c>running</c>, <c>ready</c>, <c>failed</c>, <c>rollingBack</c> or <c>absent</c>; <c>null</c> when it was never ordered.</summary>
    public async Task<string?> ProvisioningState(string corporation) =>
        await Find($"corporations/{corporation}/provisioning") is { } body ? JsonElement.Parse(body).GetProperty("state").GetString() : null;

    public Task WaitFor(string corporation, string state) => Deadline.Until(
        $"the provisioning of '{corporation}' is {state}",
        async _ => await ProvisioningState(corporation) == state,
        Scenario.Limit,
        Cancelled);

    public async Task WaitForAll(IEnumerable<string> corporations)
    {
        foreach (var corporation in corporations) await WaitFor(corporation, "ready");
    }

    /// <summary>Every page of the list of corporations, as it was answered.</summary>
    public async Task<List<string>> Listing()
    {
        List<string> pages = [];
        string? cursor = null;
        do
        {
            var page = await Get($"corporations?limit=200{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            pages.Add(page);
            cursor = JsonElement.Parse(page).GetProperty("next").GetString();
        }
        while (cursor is not null);
        return pages;
    }

    public async Task<JsonElement> Census() => JsonElement.Parse(await Get("operate/census"));

    public void Dispose() => http.Dispose();

    private static async Task<string> Checked(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} was answered with {(int)answer.StatusCode}: {body}");
        return body;
    }
}
