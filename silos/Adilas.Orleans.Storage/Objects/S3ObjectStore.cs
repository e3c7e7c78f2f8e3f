using System.Globalization;
using Adilas.Refusals;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

/// <summary>Objects in any S3 service.</summary>
internal sealed partial class S3ObjectStore(
    IOptions<ObjectsOptions> options, TimeProvider clock, ILogger<S3ObjectStore> logger) : IObjectStore, IDisposable
{
    /// <summary>The service's own default, which asks for no location constraint.</summary>
    private const string FirstRegion = "us-east-1";

    /// <summary>What content is given time for: one second for each of these.</summary>
    private const long BytesPerSecond = 1024 * 1024;

    private readonly ObjectsOptions options = options.Value;
    private readonly Lazy<AmazonS3Client> client = new(() => S3Client.Create(options.Value));

    public Task CreateBucket(BucketName bucket, CancellationToken cancellationToken) => Run(async aborted =>
    {
        var request = new PutBucketRequest { BucketName = bucket.Value };
        if (options.Region != FirstRegion) request.BucketRegionName = options.Region;
        try
        {
            await client.Value.PutBucketAsync(request, aborted);
        }
        catch (AmazonS3Exception exists) when (exists.ErrorCode is "BucketAlreadyOwnedByYou")
        {
        }

        return true;
    }, cancellationToken);

    public Task DeleteBucket(BucketName bucket, CancellationToken cancellationToken) => Run(async aborted =>
    {
        try
        {
            await client.Value.DeleteBucketAsync(new DeleteBucketRequest { BucketName = bucket.Value }, aborted);
        }
        catch (AmazonS3Exception missing) when (S3Failures.IsMissing(missing))
        {
        }

        return true;
    }, cancellationToken);

    public Task<IReadOnlyList<string>> ListBuckets(string prefix, CancellationToken cancellationToken) => Run(async aborted =>
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await client.Value.ListBucketsAsync(new ListBucketsRequest { ContinuationToken = next }, aborted);
            names.AddRange((page.Buckets ?? []).Select(bucket => bucket.BucketName));
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));

        return (IReadOnlyList<string>)
            [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }, cancellationToken);

    public async Task<StoredObject> Put(
        ObjectAddress address, Stream content, ObjectProperties properties, CancellationToken cancellationToken)
    {
        properties.Check();
        await using var spooled = await SpooledContent.Read(content, options.MaxObjectBytes, cancellationToken);
        properties.CheckHash(spooled.Sha256);
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket.Value,
            Key = address.Key.Value,
            InputStream = spooled.Stream,
            AutoCloseStream = false,
            AutoResetStreamPosition = false,
            ContentType = properties.ContentType,
            UseChunkEncoding = false,
        };
        S3Headers.Write(request.Metadata, properties.Metadata, spooled.Sha256);
        await Run(aborted => client.Value.PutObjectAsync(request, aborted), cancellationToken, spooled.LengthBytes);
        return new StoredObject(
            address, spooled.LengthBytes, properties.ContentType, properties.Metadata, spooled.Sha256, clock.GetUtcNow());
    }

    public async Task<ObjectContent> Get(ObjectAddress address, ByteRange? range, CancellationToken cancellationToken)
    {
        range?.Check();
        var request = new GetObjectRequest { BucketName = address.Bucket.Value, Key = address.Key.Value };
        if (range is { } part)
            request.ByteRange = new Amazon.S3.Model.ByteRange($"bytes={part.Offset}-{part.Offset + part.Length - 1}");

        var response = await Run(aborted => client.Value.GetObjectAsync(request, aborted), cancellationToken);
        var size = range is null ? response.ContentLength : WholeSize(response.ContentRange, response.ContentLength);
        var stored = S3Headers.Describe(address, size, response.Headers.ContentType, response.Metadata, response.LastModified);
        var sha256 = response.ContentLength == size ? stored.Sha256 : null;
        var stream = new VerifiedStream(response.ResponseStream, response.ContentLength, sha256, response, options.Timeout);
        return new ObjectContent(stored, stream, response.ContentLength);
    }

    public Task<StoredObject?> Find(ObjectAddress address, CancellationToken cancellationToken) => Run(async aborted =>
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = address.Bucket.Value, Key = address.Key.Value };
            var found = await client.Value.GetObjectMetadataAsync(request, aborted);
            return S3Headers.Describe(address, found.ContentLength, found.Headers.ContentType, found.Metadata, found.LastModified);
        }
        catch (AmazonS3Exception missing) when (S3Failures.IsMissing(missing))
        {
            return null;
        }
    }, cancellationToken);

    public async Task<StoredObject> Copy(ObjectAddress source, ObjectAddress target, CancellationToken cancellationToken)
    {
        var stored = await Find(source, cancellationToken) ?? throw ObjectRules.UnknownObject();
        var request = new CopyObjectRequest
        {
            SourceBucket = source.Bucket.Value,
            SourceKey = source.Key.Value,
            DestinationBucket = target.Bucket.Value,
            DestinationKey = target.Key.Value,

            // Named again, because the service refuses to copy an object onto itself unchanged.
            MetadataDirective = S3MetadataDirective.REPLACE,
            ContentType = stored.ContentType,
        };
        S3Headers.Write(request.Metadata, stored.Metadata, stored.Sha256);
        await Run(aborted => client.Value.CopyObjectAsync(request, aborted), cancellationToken, stored.SizeBytes);
        return stored with { Address = target, StoredAt = clock.GetUtcNow() };
    }

    public Task<ObjectPage> List(BucketName bucket, string prefix, string? after, int limit, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLimit(limit);
        ObjectRules.CheckPrefix(prefix);
        return Run(async aborted =>
        {
            var request = new ListObjectsV2Request { BucketName = bucket.Value, Prefix = prefix, StartAfter = after, MaxKeys = limit };
            var page = await client.Value.ListObjectsV2Async(request, aborted);
            var items = (page.S3Objects ?? [])
                .Select(item => new ListedObject(item.Key, item.Size ?? 0, S3Headers.Time(item.LastModified)))
                .ToList();
            return new ObjectPage(items, page.IsTruncated is true ? items[^1].Key : null);
        }, cancellationToken);
    }

    public Task Delete(ObjectAddress address, CancellationToken cancellationToken) => Run(async aborted =>
    {
        try
        {
            var request = new DeleteObjectRequest { BucketName = address.Bucket.Value, Key = address.Key.Value };
            await client.Value.DeleteObjectAsync(request, aborted);
        }
        catch (AmazonS3Exception missing) when (S3Failures.IsMissing(missing))
        {
        }

        return true;
    }, cancellationToken);

    public async Task<DeletedObjects> DeletePrefix(BucketName bucket, string prefix, int limit, CancellationToken cancellationToken)
    {
        ObjectRules.CheckDeletedPrefix(prefix);
        try
        {
            var page = await List(bucket, prefix, after: null, limit, cancellationToken);
            if (page.Items.Count == 0) return new DeletedObjects(0, More: false);

            var request = new DeleteObjectsRequest
            {
                BucketName = bucket.Value,
                Quiet = true,
                Objects = [.. page.Items.Select(item => new KeyVersion { Key = item.Key })],
            };
            await Run(aborted => client.Value.DeleteObjectsAsync(request, aborted), cancellationToken);
            return new DeletedObjects(page.Items.Count, page.Next is not null);
        }
        catch (RefusedException missing) when (missing.Code is "bucket-unknown")
        {
            return new DeletedObjects(0, More: false);
        }
    }

    public Task<PresignedRequest> PresignGet(ObjectAddress address, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Presign(new GetPreSignedUrlRequest { Verb = HttpVerb.GET }, address, lifetime, cancellationToken);

    public Task<PresignedRequest> PresignPut(
        ObjectAddress address, string contentType, string sha256, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        new ObjectProperties { ContentType = contentType, ExpectedSha256 = sha256 }.Check();
        var request = new GetPreSignedUrlRequest { Verb = HttpVerb.PUT, ContentType = contentType };
        request.Metadata[S3Headers.Hash] = sha256;
        return Presign(request, address, lifetime, cancellationToken);
    }

    public void Dispose()
    {
        if (client.IsValueCreated) client.Value.Dispose();
    }

    private async Task<PresignedRequest> Presign(
        GetPreSignedUrlRequest request, ObjectAddress address, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ObjectRules.CheckLifetime(lifetime);
        var url = new Uri(options.ServiceUrl!);
        request.BucketName = address.Bucket.Value;
        request.Key = address.Key.Value;
        request.Expires = clock.GetUtcNow().Add(lifetime).UtcDateTime;
        request.Protocol = url.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS;
        var signed = await Run(_ => client.Value.GetPreSignedURLAsync(request), cancellationToken);

        var headers = request.Metadata.Keys.ToDictionary(name => name, name => request.Metadata[name]);
        if (request.ContentType is not null) headers["Content-Type"] = request.ContentType;
        return new PresignedRequest(new Uri(signed), headers);
    }

    /// <summary>From <c>bytes 0-9/100</c>.</summary>
    private static long WholeSize(string? contentRange, long fallback) =>
        long.TryParse(contentRange?.Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : fallback;

    private async Task<T> Run<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken, long contentBytes = 0)
    {
        var limit = options.Timeout + TimeSpan.FromSeconds(contentBytes / BytesPerSecond);
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await action(either.Token);
        }
        catch (Exception failure) when (failure is not RefusedException && !cancellationToken.IsCancellationRequested)
        {
            var refused = S3Failures.Refusal(failure);
            if (refused.Refusal is Refusal.Unavailable)
                LogFailed(refused.Code, failure.GetType().Name, (failure as AmazonServiceException)?.ErrorCode);
            throw refused;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The object store failed with {Code}: {Kind} {ServiceCode}")]
    private partial void LogFailed(string code, string kind, string? serviceCode);
}
