using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Adilas.Http;

/// <summary>Sets up the HTTP client for one run of the program.</summary>
internal static class ApiClientFactory
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;
    private const int OperationIdLength = 32;

    public static (ApiClient Api, HttpClient Http) Create(
        Connection connection, TimeSpan timeout, RetryBudget budget, TimeProvider clock, Action<string> tell)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the key to an address that nobody named.
            AllowAutoRedirect = false,
            UseCookies = false,
            // A key for this machine has no business on a proxy.
            UseProxy = !connection.Server.IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
        };
        var http = new HttpClient(handler)
        {
            BaseAddress = connection.Server,
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("adilas", ProgramVersion.Short));
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json, application/problem+json");
        if (connection.Key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", connection.Key);
        return (new ApiClient(http, budget, clock, NewOperationId, tell), http);
    }

    private static string NewOperationId() => RandomNumberGenerator.GetHexString(OperationIdLength, lowercase: true);
}
