namespace Adilas.Hosting;

/// <summary>The version of the HTTP API, by the rules of semantic versioning.</summary>
internal static class ApiVersion
{
    public const string Current = "1.0.0";
}
