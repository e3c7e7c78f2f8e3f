using System.Globalization;
using Garnet;

namespace Adilas.Embedded;

/// <summary>
/// Garnet inside this process, in place of Redis: the hot tier of an embedded platform. Reachable from this machine alone, with a password.
/// Its append-only file is written in the background: a power cut may lose the last moments, which the hot tier may lose.
/// </summary>
internal sealed class EmbeddedRedis : IDisposable
{
    private readonly GarnetServer server;

    private EmbeddedRedis(GarnetServer server, string configuration) => (this.server, Configuration) = (server, configuration);

    /// <summary>For StackExchange.Redis; holds the password.</summary>
    public string Configuration { get; }

    public static EmbeddedRedis Start(DataFolder folder, string password)
    {
        var port = FreePort.Next();
        var directory = folder.Combine("hot");
        Directory.CreateDirectory(directory);

        // Without RandomAccess, recovery starts empty and silent on Debian 12; the sentinel would tell.
        var server = new GarnetServer(
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--auth", "Password", "--password", password,
            "--lua", "--aof", "--recover", "--checkpointdir", directory, "--device-type", "RandomAccess",
            "--memory", "64m", "--page", "1m", "--index", "4m", "--readcache-memory", "16m",
            "--aof-memory", "16m", "--aof-page-size", "4m", "--aof-segment-size", "16m", "-q",
        ]);
        server.Start();
        return new EmbeddedRedis(server, $"127.0.0.1:{port},password={password},abortConnect=false");
    }

    public void Dispose() => server.Dispose();
}
