using System.Text.Json;
using Adilas.Http;
using Adilas.Invocation;

namespace Adilas.Settings;

/// <summary>A layer as it is, for a command that reads it, changes it and puts it back.</summary>
/// <param name="Json">As the server shows it; <c>null</c> when nothing was ever set there.</param>
/// <param name="ETag">The version that was read, so that nobody's newer change is overwritten.</param>
internal sealed record LayerNow(JsonElement? Json, string? ETag)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public JsonElement Document => Json?.Member("document") ?? Nothing;

    public static async Task<LayerNow> Read(Session session, string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await session.Api.Send(ApiRequest.Get(path), cancellationToken);
            return new LayerNow(answer.Json ?? throw CommandFailure.Garbled("The server's answer is no layer."), answer.ETag);
        }
        catch (ApiFailure failure) when (failure.Problem.Code is "settings-unset")
        {
            return new LayerNow(null, null);
        }
    }

    /// <summary>The parts beside the document that a replacement must repeat, or they would be gone.</summary>
    public void WriteAside(Utf8JsonWriter json)
    {
        foreach (var name in (string[])["locks", "conditions"])
            if (Json?.Member(name) is { } part) json.Member(name, part);
    }
}
