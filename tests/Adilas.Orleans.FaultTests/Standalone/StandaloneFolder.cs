using System.Security.Cryptography;
using Adilas.Calling;

namespace Adilas.Standalone;

/// <summary>What outlives a process: its data, its log and the operator's key. Removed at the end.</summary>
internal sealed class StandaloneFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("standalone-").FullName;

    public StandaloneFolder() => Directory.CreateDirectory(Logs);

    public string Data => Path.Combine(folder, "data");

    public string LogFile => Path.Combine(Logs, "standalone.log");

    public string OperatorKey { get; } = "ak_operator_" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    private string Logs => Path.Combine(folder, "logs");

    public string At(string name) => Path.Combine(folder, name);

    /// <summary>The log holds neither a content nor a key.</summary>
    public void CheckLog() =>
        HostLogs.HoldNothingSecret(Logs, [OperatorKey["ak_operator_".Length..], .. Secrets(File.ReadAllText(Path.Combine(Data, "keys.json")))]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IEnumerable<string> Secrets(string keys) =>
        System.Text.Json.JsonElement.Parse(keys).EnumerateObject().Select(key => key.Value.GetString()!);
}
