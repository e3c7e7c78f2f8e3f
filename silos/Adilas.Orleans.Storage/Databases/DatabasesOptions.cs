using System.ComponentModel.DataAnnotations;

namespace Adilas.Databases;

/// <summary>Where corporations' databases are. Bound from <c>Databases</c>.</summary>
public sealed class DatabasesOptions
{
    public const string Section = "Databases";

    /// <summary>Used when nothing else is configured: the server of the platform database, or files in the data folder.</summary>
    public const string MainServer = "main";

    /// <summary>
    /// MySQL connection strings by name, each without a database; their user may create databases and users, and grant. Without any,
    /// <c>main</c> is the platform database's own server, or, embedded, the folder <c>databases</c> in the <c>Data</c> folder.
    /// </summary>
    public Dictionary<string, string> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>Which server a stack's new databases are made on; other stacks use <see cref="DefaultServer"/>.</summary>
    public Dictionary<string, string> Stacks { get; } = new(StringComparer.Ordinal);

    /// <summary>Default <c>main</c>.</summary>
    [Required]
    public string DefaultServer { get; set; } = MainServer;

    /// <summary>The embedded files. Default: <c>databases</c> in the <c>Data</c> folder.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Starts every allocated name, so that a census can tell ours from others'. Default <c>adb_</c>; runtimes that share a server
    /// need different ones.
    /// </summary>
    [RegularExpression(
        "^[a-z][a-z0-9]{0,10}_$",
        ErrorMessage = "Databases:NamePrefix is a lower-case letter, up to 10 letters or digits, and a low dash.")]
    public string NamePrefix { get; set; } = "adb_";

    /// <summary>After about so many corporations a shared database is full and the next is made. Default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MaxCorporationsPerShared { get; set; } = 1_000;

    /// <summary>How many connections a corporation's own database user may hold at once. Default 20; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int MaxUserConnections { get; set; } = 20;

    /// <summary>How long to wait for another process that works on the same database. Default 30 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one statement of a script or of a drop may run. Default 2 min; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
