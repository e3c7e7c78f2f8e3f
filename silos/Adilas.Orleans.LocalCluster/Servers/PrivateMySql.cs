using MySqlConnector;

namespace Adilas.LocalCluster;

/// <summary>A private MariaDB server that keeps every promise of durability: each commit is on disk before it is answered.</summary>
public sealed class PrivateMySql : PrivateServer
{
    private const string ServerUser = "mysql";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private PrivateMySql(PrivateServerOptions options) : base(options) =>
        Password = SecretFile.ReadOrCreate(At("password"), SecretFile.Password);

    /// <summary>May create databases and users, and grant.</summary>
    public string User => "adilas";

    public string Password { get; }

    /// <summary>Names no database. For MySqlConnector.</summary>
    public string ConnectionString => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)Port,
        UserID = User,
        Password = Password,
    }.ConnectionString;

    public static async Task<PrivateMySql> Start(PrivateServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Debian.EnsureInstalled(["mariadb-server"], cancellationToken);
        return await Started(new PrivateMySql(options ?? new()), cancellationToken);
    }

    private protected override async Task Launch(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(At("data/mysql"))) await MySqlTemplate.CopyTo(At("data"), cancellationToken);
        Directory.CreateDirectory(At("tmp"));
        WriteFirstStatements();
        var user = await OwnerOfData(cancellationToken);

        string[] arguments =
        [
            "--no-defaults", $"--datadir={At("data")}", $"--tmpdir={At("tmp")}", $"--init-file={At("init.sql")}",
            // Relative to the data folder: an absolute path may be longer than a socket's name can be.
            "--socket=server.sock", "--pid-file=server.pid", "--bind-address=127.0.0.1", $"--port={Port}",
            "--skip-name-resolve", "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=128M", "--max-connections=500",
            "--innodb-flush-log-at-trx-commit=1", .. user is null && Environment.IsPrivilegedProcess ? ["--user=root"] : Array.Empty<string>(),
            .. Options.ExtraArguments,
        ];
        var server = Add(new("mysql", "mariadbd", arguments) { User = user, LogFile = LogFile, WorkingFolder = At("data") });
        await server.WaitUntil("accepts connections", Answers, StartLimit, cancellationToken);
    }

    /// <summary>Run by the server before it listens, so there is no moment at which anybody could come in without the password.</summary>
    private void WriteFirstStatements() => SecretFile.Write(At("init.sql"), $"""
        DROP USER IF EXISTS ''@'localhost', 'root'@'127.0.0.1', 'root'@'::1';
        ALTER USER 'root'@'localhost' IDENTIFIED BY '{Password}';
        CREATE USER IF NOT EXISTS '{User}'@'127.0.0.1';
        ALTER USER '{User}'@'127.0.0.1' IDENTIFIED BY '{Password}';
        GRANT ALL PRIVILEGES ON *.* TO '{User}'@'127.0.0.1' WITH GRANT OPTION;

        """);

    /// <summary>
    /// Root runs the server as its own user, unless the data lie where that user cannot go (a home folder): then as root.
    /// </summary>
    private async Task<string?> OwnerOfData(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess) return null;

        string[] files = [At("data"), At("tmp"), At("init.sql")];
        await ChildProcess.Run(new("chown", "chown", ["-R", $"{ServerUser}:{ServerUser}", .. files]), StartLimit, cancellationToken);
        await using var check = ChildProcess.Start(new("reach", "test", "-r", At("init.sql")) { User = ServerUser });
        return await check.WaitForExit(StartLimit, cancellationToken) is 0 ? ServerUser : null;
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        // Without a pool: connections of an earlier life of the server would be tried first.
        await using var connection = new MySqlConnection(ConnectionString + ";Pooling=false;Connection Timeout=5");
        await connection.OpenAsync(cancellationToken);
        return await connection.PingAsync(cancellationToken);
    }
}
