namespace Adilas.Http;

/// <summary>One request, before it is known how often it must be sent.</summary>
/// <param name="Path">Below the server's address, with escaped segments and query.</param>
/// <param name="Body">UTF-8 JSON, or empty for none.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, ReadOnlyMemory<byte> Body = default)
{
    public const string Base = "api/v1/";

    /// <summary>The version that was read, as an entity tag, so that nobody's newer change is overwritten.</summary>
    public string? IfMatch { get; init; }

    public bool IsWrite => Method != HttpMethod.Get;

    public static ApiRequest Get(string path) => new(HttpMethod.Get, Base + path);

    public static ApiRequest Post(string path, ReadOnlyMemory<byte> body = default) => new(HttpMethod.Post, Base + path, body);

    public static ApiRequest Put(string path, ReadOnlyMemory<byte> body) => new(HttpMethod.Put, Base + path, body);

    public static ApiRequest Patch(string path, ReadOnlyMemory<byte> body) => new(HttpMethod.Patch, Base + path, body);

    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, Base + path);
}
