using Adilas.Corporations;

namespace Adilas.Jobs.Outbound;

/// <summary>What is sent to a receiver outside.</summary>
/// <param name="IdempotencyKey">By which the receiver knows that it has seen this before: the job's id.</param>
internal sealed record OutboundRequest(HttpMethod Method, Uri Url, string IdempotencyKey)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary><c>null</c>: there is none.</summary>
    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>With whose key the body is signed; <c>null</c>: with none.</summary>
    public CorporationId? SignedFor { get; init; }

    /// <summary>Keys that sign the body in place of the corporation's own, all of them.</summary>
    public IReadOnlyList<byte[]> Keys { get; init; } = [];

    /// <summary>Whether an answer that points elsewhere is followed, or is a failure.</summary>
    public bool FollowsRedirects { get; init; } = true;
}
