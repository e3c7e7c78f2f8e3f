using System.Text.Json;

namespace Adilas.Http;

/// <summary>
/// Finds server and key: option, environment, configuration file, default. A key found beside one server is not sent to
/// another: the file's key goes to the file's server only, and a local server's own key stays on this machine.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class ConnectionResolver(
    Func<string, string?> variable, string configurationFile, string operatorKeyFile, Action<string> warn)
{
    public const string DefaultServer = "http://localhost:8080";
    private const int MaxFileBytes = 64 * 1024;

    public static ConnectionResolver ForThisUser(Action<string> warn) => new(
        Environment.GetEnvironmentVariable,
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "adilas", "config.json"),
        Path.Combine("data", "operator.key"),
        warn);

    public Connection Resolve(string? serverOption, string? keyOption)
    {
        var (fileServer, fileKey) = ReadConfiguration();
        var server = ServerAddress.Parse(serverOption ?? NotEmpty(variable("ADILAS_SERVER")) ?? fileServer ?? DefaultServer);
        if (fileServer is not null && !ServerAddress.IsSame(ServerAddress.Parse(fileServer), server)) fileKey = null;

        var key = keyOption ?? NotEmpty(variable("ADILAS_KEY")) ?? fileKey ?? (server.IsLoopback ? ReadOperatorKey() : null);
        var connection = new Connection(server, key is null ? null : Checked(key));
        if (connection.SendsKeyInTheClear) warn($"The key goes to {server.Host} over http, where others may read it; use https.");
        return connection;
    }

    private (string? Server, string? Key) ReadConfiguration()
    {
        if (!File.Exists(configurationFile)) return default;
        if (!JsonReading.TryParse(ReadBounded(configurationFile), out var json, out _) || json.ValueKind is not JsonValueKind.Object)
            throw CommandFailure.Usage($"{configurationFile} is not a JSON object such as {{\"server\":\"…\",\"key\":\"…\"}}.");

        var key = json.String("key");
        if (key is not null && IsReadableByOthers(configurationFile))
            warn($"Others can read the key in {configurationFile}; run chmod 600 on it.");

        return (json.String("server"), key);
    }

    private string? ReadOperatorKey()
    {
        // A server that runs as someone else keeps its key to itself; then the caller needs a key of their own.
        try
        {
            return File.Exists(operatorKeyFile) ? NotEmpty(System.Text.Encoding.UTF8.GetString(ReadBounded(operatorKeyFile)).Trim()) : null;
        }
        catch (CommandFailure)
        {
            return null;
        }
    }

    private static byte[] ReadBounded(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes) throw CommandFailure.Usage($"{path} is too large.");
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} cannot be read.");
        }
    }

    private static bool IsReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) is not 0;

    private static string Checked(string key) => key.Length > 0 && key.All(c => c is > ' ' and < '\x7f')
        ? key
        : throw CommandFailure.Usage("The key holds characters that no key has.", "key");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
