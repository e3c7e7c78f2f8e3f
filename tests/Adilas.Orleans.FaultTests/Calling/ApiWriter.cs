using System.Net;
using System.Text.Json;

namespace Adilas.Calling;

/// <summary>Writes through the HTTP API, and takes for a reason to repeat what the interface says is one.</summary>
internal sealed class ApiWriter(Api api) : IWriter
{
    public string Prefix => "a";

    public async Task<string?> Write(string corporation, string patch, string operation, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await api.SendPatch(corporation, patch, operation, cancellationToken);
            if (answer.IsSuccessStatusCode) return null;

            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.StatusCode switch
            {
                // From the balancer: the host that had the call is gone.
                HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => $"{(int)answer.StatusCode}",
                HttpStatusCode.ServiceUnavailable => CodeOf(body) ?? "503",
                HttpStatusCode.Conflict when CodeOf(body) is "changed-meanwhile" => "changed-meanwhile",
                _ => throw new InvalidOperationException($"A write was answered with {(int)answer.StatusCode}: {body}"),
            };
        }
        catch (HttpRequestException cut)
        {
            return cut.HttpRequestError.ToString();
        }
    }

    private static string? CodeOf(string body) =>
        body.StartsWith('{') && JsonElement.Parse(body).TryGetProperty("code", out var code) ? code.GetString() : null;
}
