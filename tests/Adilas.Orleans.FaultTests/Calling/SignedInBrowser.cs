using System.Net;
using System.Text.RegularExpressions;

namespace Adilas.Calling;

/// <summary>As much of a browser as signing in needs. Its cookies are for this machine, whatever the port, as they are for one address behind a balancer.</summary>
internal sealed partial class SignedInBrowser : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task SignIn(string url, string key)
    {
        var page = await http.GetStringAsync(new Uri($"{url}/sign-in"), Cancelled);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["form-token"] = FormToken().Match(page).Groups[1].Value,
            ["returnTo"] = "/",
            ["key"] = key,
        });
        using var answer = await http.PostAsync(new Uri($"{url}/sign-in"), form, Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public async Task<bool> IsSignedIn(string url)
    {
        using var answer = await http.GetAsync(new Uri($"{url}/grains/version"), Cancelled);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Redirect });
        return answer.StatusCode is HttpStatusCode.OK;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
