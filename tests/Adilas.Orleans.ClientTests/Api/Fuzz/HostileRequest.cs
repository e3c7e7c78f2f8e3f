namespace Adilas.ApiTests.Fuzz;

/// <summary>One request as bytes.</summary>
/// <param name="MayWrite">Whether its key allows it to change anything.</param>
/// <param name="MayHangUp">Whether it is so large, or lies about its size in such a way, that the server may hang up without an answer.</param>
internal sealed record HostileRequest(string Method, string Target, byte[] Bytes, bool MayWrite, bool MayHangUp)
{
    public bool IsRead => Method.ToUpperInvariant() is "GET" or "HEAD" or "OPTIONS";

    public override string ToString() => $"{Method} {Target}";
}
