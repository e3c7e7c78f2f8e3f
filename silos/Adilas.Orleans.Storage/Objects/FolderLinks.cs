using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Adilas.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace Adilas.Objects;

/// <summary>
/// Signs links to objects in a folder with a key that is kept beside the buckets, so that links survive a restart. The whole
/// permission travels in the link; nothing is stored per link.
/// </summary>
internal sealed class FolderLinks(string root, TimeProvider clock)
{
    public const string BasePath = "/objects";

    private const int KeyBytes = 32;

    /// <summary>No bucket name starts with a dot.</summary>
    private const string KeyFile = ".link-key";

    private readonly Lazy<byte[]> key = new(() => LoadKey(root));

    public Uri Sign(FolderLink link, TimeSpan lifetime)
    {
        var path = $"{BasePath}/{link.Address.Bucket}/{string.Join('/', link.Address.Key.Value.Split('/').Select(Uri.EscapeDataString))}";
        var expires = clock.GetUtcNow().Add(lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var query = new Dictionary<string, string?>
        {
            ["expires"] = expires,
            ["type"] = link.ContentType,
            ["sha256"] = link.Sha256,
            ["signature"] = Base64UrlTextEncoder.Encode(Signature(link, expires)),
        };
        return new Uri(QueryHelpers.AddQueryString(path, query), UriKind.Relative);
    }

    /// <summary>What a link allows; <c>null</c> when it is forged, altered or expired.</summary>
    /// <param name="method">As requested.</param>
    /// <param name="bucket">From the path.</param>
    /// <param name="objectKey">From the path, unescaped.</param>
    /// <param name="query">The query string.</param>
    public FolderLink? Read(string method, string bucket, string objectKey, string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        if (!BucketName.TryParse(bucket, out var name) || ObjectKey.Problem(objectKey) is not null) return null;
        if (!long.TryParse(values["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)) return null;
        if (clock.GetUtcNow().ToUnixTimeSeconds() >= expires) return null;

        var address = new ObjectAddress(name, ObjectKey.Parse(objectKey));
        var link = new FolderLink(method, address, Value("type"), Value("sha256"));
        var expected = Signature(link, expires.ToString(CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(expected, Decode(Value("signature"))) ? link : null;

        string? Value(string field) => values.TryGetValue(field, out var found) ? found.ToString() : null;
    }

    /// <summary>Signs the parts as a JSON array, which no choice of their contents can make ambiguous.</summary>
    private byte[] Signature(FolderLink link, string expires) => HMACSHA256.HashData(
        key.Value,
        JsonSerializer.SerializeToUtf8Bytes(
            new[] { link.Method, link.Address.Bucket.Value, link.Address.Key.Value, expires, link.ContentType, link.Sha256 }));

    private static byte[] Decode(string? text)
    {
        try
        {
            return Base64UrlTextEncoder.Decode(text ?? "");
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[] LoadKey(string root)
    {
        var path = Path.Combine(PrivateFolder.Create(root).FullName, KeyFile);
        if (File.Exists(path) && new FileInfo(path).Length == KeyBytes) return File.ReadAllBytes(path);

        var fresh = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(fresh);
        file.Flush(flushToDisk: true);
        return fresh;
    }
}
