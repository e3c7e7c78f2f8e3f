using System.ComponentModel.DataAnnotations;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>How the journal's writer of a silo behaves. Bound from <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>How many bytes of writes may wait or be under way. Default 64 MiB; 4 MiB to 1 GiB. One corporation may use a quarter.</summary>
    [Range(4 * 1024 * 1024, 1024 * 1024 * 1024)]
    public int MaxQueueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a write waits for room in a full queue before it is refused. Default 2 s; 0 to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan MaxQueueWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many writes one transaction may hold. Default 256; 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int MaxBatchRows { get; set; } = 256;

    /// <summary>How many bytes one transaction may hold; a quarter of the server's packet limit if that is less. Default 4 MiB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a write is tried again while the database cannot be reached, before it is refused. Default 2 s; 0 to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan UnreachableLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one statement, or one commit, may take. Default 4 s; 1 to 4 s: a batch that is older is not stored as it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:04")]
    public TimeSpan StatementLimit { get; set; } = RowDelay.BeforeCommit;

    /// <summary>How long to look for the outcome of a commit whose answer was lost. Default 10 s; 1 to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan OutcomeLimit { get; set; } = TimeSpan.FromSeconds(10);
}
