using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Adilas.LocalCluster;

/// <summary>
/// A private SMTP server that keeps what it accepts and delivers nothing. It offers STARTTLS with a certificate that nobody vouches for.
/// </summary>
public sealed class PrivateSmtp : PrivateServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly string[] Sources = ["package.json", "package-lock.json", "server.cjs"];

    private PrivateSmtp(PrivateServerOptions options) : base(options) =>
        Password = SecretFile.ReadOrCreate(At("password"), SecretFile.Password);

    /// <summary>May sign in; need not.</summary>
    public string User => "adilas";

    public string Password { get; }

    /// <summary>The mails that were accepted, in order.</summary>
    public IReadOnlyList<SmtpMail> Mails => File.Exists(At("mails.jsonl"))
        ? [.. File.ReadLines(At("mails.jsonl")).Select(line => JsonSerializer.Deserialize<SmtpMail>(line, JsonSerializerOptions.Web)!)]
        : [];

    public static async Task<PrivateSmtp> Start(PrivateServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Debian.EnsureInstalled(["nodejs", "npm"], cancellationToken);
        return await Started(new PrivateSmtp(options ?? new()), cancellationToken);
    }

    private protected override async Task Launch(CancellationToken cancellationToken)
    {
        var program = await Installed(cancellationToken);
        var server = Add(new("smtp", "node", [Path.Combine(program, "server.cjs"), .. Options.ExtraArguments])
        {
            LogFile = LogFile,
            Environment = new Dictionary<string, string?>
            {
                ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
                ["MAILS"] = At("mails.jsonl"),
                ["MAIL_USER"] = User,
                ["MAIL_PASSWORD"] = Password,
            },
        });
        await server.WaitUntil("greets", Greets, StartLimit, cancellationToken);
    }

    private async Task<bool> Greets(CancellationToken cancellationToken)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", Port, cancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        return (await reader.ReadLineAsync(cancellationToken))?.StartsWith("220", StringComparison.Ordinal) is true;
    }

    /// <summary>The server's program with the packages of its lock file, laid down once for each version of them.</summary>
    private static async Task<string> Installed(CancellationToken cancellationToken)
    {
        var sources = Sources.ToDictionary(name => name, Read);
        var all = Encoding.UTF8.GetBytes(string.Concat(Sources.Select(name => sources[name])));
        var version = Convert.ToHexStringLower(SHA256.HashData(all))[..12];
        var folder = Path.Combine(CacheFolder.Folder("smtp"), version);
        using var alone = await FileLock.Take(folder + ".lock", InstallLimit, cancellationToken);
        if (Directory.Exists(folder)) return folder;

        var next = folder + ".next";
        if (Directory.Exists(next)) Directory.Delete(next, recursive: true);
        Directory.CreateDirectory(next);
        foreach (var (name, text) in sources) await File.WriteAllTextAsync(Path.Combine(next, name), text, cancellationToken);
        string[] install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
        await ChildProcess.Run(new("npm", "npm", install) { WorkingFolder = next }, InstallLimit, cancellationToken);
        Directory.Move(next, folder);
        return folder;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PrivateSmtp).Assembly.GetManifestResourceStream($"smtp/{name}")!);
        return reader.ReadToEnd();
    }
}
