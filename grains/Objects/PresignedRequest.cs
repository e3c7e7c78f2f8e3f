namespace Adilas.Objects;

/// <summary>A request that whoever holds it may send once or often until it expires. Treat it as a secret.</summary>
/// <param name="Url">Absolute for S3; a path on our own web host for a folder.</param>
/// <param name="Headers">Must be sent exactly so; they are part of the signature.</param>
public sealed record PresignedRequest(Uri Url, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Keeps the signature out of logs.</summary>
    public override string ToString() => nameof(PresignedRequest);
}
