using Microsoft.AspNetCore.Http;

namespace Adilas.CommandLine;

/// <summary>What the command line sent, as the server saw it.</summary>
internal sealed record SeenRequest(string Method, string Target, IHeaderDictionary Headers, string Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public override string ToString() => $"{Method} {Target}";
}
