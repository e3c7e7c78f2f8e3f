using System.ComponentModel.DataAnnotations;

namespace Adilas.Objects;

/// <summary>Where files are kept. Bound from <c>Objects</c>.</summary>
public sealed class ObjectsOptions
{
    public const string Section = "Objects";

    /// <summary>Largest object that one S3 request can store.</summary>
    public const long LargestObjectBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>Address of the S3 service, such as <c>http://127.0.0.1:9000</c>; <c>null</c> keeps files in <see cref="Folder"/>.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>With <see cref="SecretKey"/>; without both, the AWS SDK looks for credentials where it always does.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Signs requests and places new buckets. Default <c>us-east-1</c>.</summary>
    [Required, StringLength(40, MinimumLength = 1)]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Used without a <see cref="ServiceUrl"/>. Default: <c>objects</c> in the <c>Data</c> folder.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// How long one call may take before it is abandoned. Default 10 s; 100 ms to 5 min. Calls that carry content get one second
    /// more for each started MiB.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest object accepted, in bytes. Default 1 GiB; 1 KiB to 5 GiB.</summary>
    [Range(1024, LargestObjectBytes)]
    public long MaxObjectBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Starts the name of every bucket that is allocated, so that a census can tell ours from others'. Default <c>adilas-</c>;
    /// clusters that share one account need different ones.
    /// </summary>
    [RegularExpression(
        "^[a-z][a-z0-9]{0,20}-$",
        ErrorMessage = "Objects:BucketPrefix is a lower-case letter, up to 20 letters or digits, and a dash.")]
    public string BucketPrefix { get; set; } = "adilas-";
}
