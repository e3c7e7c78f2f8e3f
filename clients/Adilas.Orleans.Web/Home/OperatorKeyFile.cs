namespace Adilas.Home;

/// <summary>Where the first operator key is kept, as people type it into commands.</summary>
internal sealed class OperatorKeyFile(IConfiguration configuration)
{
    private const string UsualServer = "http://localhost:8080";
    private const string Usual = "data/operator.key";

    /// <summary>A cluster's hosts keep none; there it is wherever whoever deployed them put it.</summary>
    public string File { get; } = Trimmed(Path.Combine(configuration["Data"] ?? "data", "operator.key"));

    /// <summary>What a command needs besides when server and key are not where it looks by itself; begins with a blank.</summary>
    public string Options(string server) =>
        (server == UsualServer ? "" : $" --server {server}") + (File == Usual ? "" : $" --key \"$(cat {File})\"");

    private static string Trimmed(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
