using StackExchange.Redis;

namespace Adilas.LocalCluster;

/// <summary>A private Redis server. What it holds is lost with it unless it was started append-only.</summary>
public sealed class PrivateRedis : PrivateServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly bool appendOnly;

    private PrivateRedis(PrivateServerOptions options, bool appendOnly) : base(options)
    {
        this.appendOnly = appendOnly;
        Password = SecretFile.ReadOrCreate(At("password"), SecretFile.Password);
    }

    public string Password { get; }

    /// <summary>For StackExchange.Redis; keeps trying while the server is down, and allows commands such as FLUSHALL.</summary>
    public string Configuration => $"127.0.0.1:{Port},password={Password},abortConnect=false,allowAdmin=true";

    /// <summary>
    /// With <paramref name="appendOnly"/> data survive: a stop in full, a kill but for the last second at most.
    /// </summary>
    public static async Task<PrivateRedis> Start(
        PrivateServerOptions? options = null, bool appendOnly = false, CancellationToken cancellationToken = default)
    {
        await Debian.EnsureInstalled(["redis-server"], cancellationToken);
        return await Started(new PrivateRedis(options ?? new(), appendOnly), cancellationToken);
    }

    private protected override async Task Launch(CancellationToken cancellationToken)
    {
        // In a file, because everybody on the machine can read a command line.
        SecretFile.Write(At("redis.conf"), $"""
            bind 127.0.0.1
            port {Port}
            dir "{Folder}"
            requirepass {Password}
            save ""
            appendonly {(appendOnly ? "yes" : "no")}
            appendfsync everysec

            """);
        var server = Add(new("redis", "redis-server", [At("redis.conf"), .. Options.ExtraArguments]) { LogFile = LogFile });
        await server.WaitUntil("answers a ping", Answers, StartLimit, cancellationToken);
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        var settings = ConfigurationOptions.Parse(Configuration);
        settings.AbortOnConnectFail = true;
        settings.ConnectRetry = 0;
        settings.ConnectTimeout = 1_000;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(cancellationToken);
        await connection.GetDatabase().PingAsync();
        return true;
    }
}
