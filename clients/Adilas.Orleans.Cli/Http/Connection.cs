namespace Adilas.Http;

/// <summary>Where to and with which key. The key is sent, and otherwise never leaves this object.</summary>
internal sealed record Connection(Uri Server, string? Key)
{
    public bool SendsKeyInTheClear => Key is not null && Server.Scheme is "http" && !Server.IsLoopback;

    public override string ToString() => Server.ToString();
}
