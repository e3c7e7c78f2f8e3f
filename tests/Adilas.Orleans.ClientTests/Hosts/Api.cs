using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Adilas.Hosts;

/// <summary>Sends requests as any HTTP client would, with a key or without.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient http;

    public Api(Uri address, string? key)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The same host, asked with another key.</summary>
    public Api As(string key) => new(http.BaseAddress!, key);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Task<ApiResult> Get(string path) => Get(path, []);

    public Task<ApiResult> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, json: null, headers);

    public Task<ApiResult> Post(string path, string? json = null, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, json, headers);

    public Task<ApiResult> Put(string path, string json, params (string Name, string Value)[] headers) => Send(HttpMethod.Put, path, json, headers);

    public Task<ApiResult> Patch(string path, string json, params (string Name, string Value)[] headers) => Send(HttpMethod.Patch, path, json, headers);

    public Task<ApiResult> Delete(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Delete, path, json: null, headers);

    public Task<ApiResult> Send(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers) =>
        Send(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<ApiResult> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, Cancelled);
        return new ApiResult(response, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<ApiResult> Until(string what, string path, Func<ApiResult, bool> isSo)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (true)
        {
            var answer = await Get(path);
            if (isSo(answer)) return answer;
            Assert.True(DateTime.UtcNow < deadline, $"30 s passed before {what}; the last answer was {answer}");
            await Task.Delay(50, Cancelled);
        }
    }

    /// <summary>Orders a corporation and waits until it is ready.</summary>
    public async Task<string> NewCorporation(string? settings = null)
    {
        var id = StandaloneFixture.NewId("corp");
        var ordered = await Post("/api/v1/corporations", CorporationJson(id, settings: settings));
        Assert.Equal(HttpStatusCode.Accepted, ordered.Status);
        await Until("the corporation is ready", $"/api/v1/corporations/{id}/provisioning", answer => answer.Text("state") is "ready");
        return id;
    }

    public static string CorporationJson(string id, string name = "Acme Foods", string? settings = null) =>
        $$$"""{"id":"{{{id}}}","name":"{{{name}}}","industry":"retail","kind":"work","owner":{"email":"{{{id}}}@example.com","name":"Ada"}{{{(settings is null ? "" : $",\"settings\":{settings}")}}}}""";

    /// <summary>Makes a key and answers with it.</summary>
    public async Task<(string Id, string Key)> NewKey(string? corporation, params string[] scopes)
    {
        var made = await Post("/api/v1/api-keys", JsonSerializer.Serialize(new { name = "test", corporation, scopes }));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return (made.Text("id")!, made.Text("key")!);
    }

    public void Dispose() => http.Dispose();
}
