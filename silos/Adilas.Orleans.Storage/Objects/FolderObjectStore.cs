using System.Security.Cryptography;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>
/// Objects as files, for one process that owns the folder. A put writes a file of its own, flushes it and renames it into place:
/// a reader or a crash sees the old object or the new one, never a mixture.
/// </summary>
internal sealed partial class FolderObjectStore(
    IOptions<ObjectsOptions> options, TimeProvider clock, ILogger<FolderObjectStore> logger) : IObjectStore
{
    private readonly FolderFiles files = new(Path.GetFullPath(options.Value.Folder!));

    /// <summary>Signs links and reads them back.</summary>
    public FolderLinks Links { get; } = new(Path.GetFullPath(options.Value.Folder!), clock);

    public Task CreateBucket(BucketName bucket, CancellationToken cancellationToken) => Run(() => files.Create(bucket));

    public Task DeleteBucket(BucketName bucket, CancellationToken cancellationToken) => Run(() => files.Delete(bucket));

    public Task<IReadOnlyList<string>> ListBuckets(string prefix, CancellationToken cancellationToken) => Run<IReadOnlyList<string>>(() =>
        [.. files.Buckets().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    public async Task<StoredObject> Put(
        ObjectAddress address, Stream content, ObjectProperties properties, CancellationToken cancellationToken)
    {
        properties.Check();
        await using var incoming = await Run(() => files.NewIncoming(address.Bucket));
        try
        {
            var (sha256, size) = await Receive(content, incoming, cancellationToken);
            properties.CheckHash(sha256);
            var trailer = new ObjectTrailer(sha256, properties.ContentType, properties.Metadata, clock.GetUtcNow());
            await Run(() =>
            {
                incoming.Write(trailer.ToBytes());
                files.Place(incoming, address);
            });
            return trailer.Describe(address, size);
        }
        finally
        {
            await Run(() => File.Delete(incoming.Name));
        }
    }

    public Task<ObjectContent> Get(ObjectAddress address, ByteRange? range, CancellationToken cancellationToken)
    {
        range?.Check();
        return Run(() =>
        {
            var file = FolderFiles.Open(files.PathOf(address)) ?? throw Missing(address.Bucket);
            try
            {
                var (trailer, size) = ObjectTrailer.Read(file);
                var length = range?.LengthWithin(size) ?? size;
                file.Seek(range?.Offset ?? 0, SeekOrigin.Begin);
                var stream = new VerifiedStream(file, length, length == size ? trailer.Sha256 : null);
                return new ObjectContent(trailer.Describe(address, size), stream, length);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    public Task<StoredObject?> Find(ObjectAddress address, CancellationToken cancellationToken) => Run(() =>
    {
        using var file = FolderFiles.Open(files.PathOf(address));
        if (file is null) return null;
        var (trailer, size) = ObjectTrailer.Read(file);
        return trailer.Describe(address, size);
    });

    public async Task<StoredObject> Copy(ObjectAddress source, ObjectAddress target, CancellationToken cancellationToken)
    {
        await using var from = await Get(source, range: null, cancellationToken);
        var properties = new ObjectProperties
        {
            ContentType = from.Stored.ContentType,
            Metadata = from.Stored.Metadata,
            ExpectedSha256 = from.Stored.Sha256,
        };
        return await Put(target, from.Content, properties, cancellationToken);
    }

    public Task<ObjectPage> List(BucketName bucket, string prefix, string? after, int limit, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLimit(limit);
        ObjectRules.CheckPrefix(prefix);
        return Run(() =>
        {
            var folder = new DirectoryInfo(files.FolderOf(bucket));
            if (!folder.Exists) throw ObjectRules.UnknownBucket();
            var found = FolderListing.Walk(folder, prefix, after).Take(limit + 1).ToList();
            var items = found.Take(limit).Select(entry => Line(entry.Key, entry.File)).OfType<ListedObject>().ToList();
            return new ObjectPage(items, found.Count > limit ? found[limit - 1].Key : null);
        });
    }

    public Task Delete(ObjectAddress address, CancellationToken cancellationToken) =>
        Run(() => files.Remove(address.Bucket, files.PathOf(address)));

    public Task<DeletedObjects> DeletePrefix(BucketName bucket, string prefix, int limit, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLimit(limit);
        ObjectRules.CheckDeletedPrefix(prefix);
        return Run(() =>
        {
            var folder = new DirectoryInfo(files.FolderOf(bucket));
            if (!folder.Exists) return new DeletedObjects(0, More: false);
            var found = FolderListing.Walk(folder, prefix, after: null).Take(limit + 1).ToList();
            foreach (var (_, file) in found.Take(limit)) files.Remove(bucket, file.FullName);
            return new DeletedObjects(Math.Min(found.Count, limit), found.Count > limit);
        });
    }

    public Task<PresignedRequest> PresignGet(ObjectAddress address, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLifetime(lifetime);
        return Run(() => new PresignedRequest(Links.Sign(new FolderLink("GET", address), lifetime), new Dictionary<string, string>()));
    }

    public Task<PresignedRequest> PresignPut(
        ObjectAddress address, string contentType, string sha256, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLifetime(lifetime);
        new ObjectProperties { ContentType = contentType, ExpectedSha256 = sha256 }.Check();
        var headers = new Dictionary<string, string> { ["Content-Type"] = contentType };
        return Run(() => new PresignedRequest(Links.Sign(new FolderLink("PUT", address, contentType, sha256), lifetime), headers));
    }

    private async Task<(string Sha256, long SizeBytes)> Receive(Stream content, FileStream incoming, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[FolderFiles.BufferBytes];
        long size = 0;

        // What reading the caller's stream throws is the caller's; what writing throws is ours.
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if ((size += count) > options.Value.MaxObjectBytes) throw ObjectRules.TooLarge(options.Value.MaxObjectBytes);
            hash.AppendData(buffer, 0, count);
            await Run(() => incoming.Write(buffer, 0, count));
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    /// <summary><c>null</c> when the object vanished since the folder was read.</summary>
    private static ListedObject? Line(string key, FileInfo file)
    {
        using var stream = FolderFiles.Open(file.FullName);
        if (stream is null) return null;
        try
        {
            var (trailer, size) = ObjectTrailer.Read(stream);
            return new ListedObject(key, size, trailer.StoredAt);
        }
        catch (RefusedException)
        {
            // A torn file is listed too, or nobody could find and delete it.
            return new ListedObject(key, stream.Length, file.LastWriteTimeUtc);
        }
    }

    private RefusedException Missing(BucketName bucket) =>
        Directory.Exists(files.FolderOf(bucket)) ? ObjectRules.UnknownObject() : ObjectRules.UnknownBucket();

    private Task<bool> Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Off the caller's scheduler: .NET cannot rename, flush or list asynchronously, and the thread would be a grain's.</summary>
    private Task<T> Run<T>(Func<T> action) => Task.Run(() =>
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailed(failure.GetType().Name, failure.HResult);
            throw ObjectRules.Unavailable();
        }
    });

    [LoggerMessage(LogLevel.Warning, "The object folder failed with {Kind} {Code}")]
    private partial void LogFailed(string kind, int code);
}
