namespace Adilas.Objects;

/// <summary>
/// Files in buckets: S3 in a cluster, a folder when embedded, with the same behaviour. Every call may be repeated. Refusals of all
/// methods: <c>Invalid</c> for input that breaks a rule; <c>Unavailable</c> (<c>objects-unavailable</c>, <c>objects-denied</c>,
/// <c>objects-timeout</c>) when the store cannot answer, whereupon a write may or may not have been done and is to be repeated.
/// </summary>
public interface IObjectStore
{
    const int MaxPage = 1_000;

    static readonly TimeSpan MaxPresignLifetime = TimeSpan.FromDays(7);

    /// <summary>Creates the bucket unless it is there.</summary>
    /// <exception cref="Refusals.RefusedException"><c>Conflict</c>, <c>bucket-taken</c>: it belongs to somebody else.</exception>
    Task CreateBucket(BucketName bucket, CancellationToken cancellationToken = default);

    /// <summary>Deletes the bucket if it is there.</summary>
    /// <exception cref="Refusals.RefusedException"><c>Conflict</c>, <c>bucket-not-empty</c>.</exception>
    Task DeleteBucket(BucketName bucket, CancellationToken cancellationToken = default);

    /// <summary>Our buckets whose names start with <paramref name="prefix"/>, sorted. As many as the store lets one account own.</summary>
    Task<IReadOnlyList<string>> ListBuckets(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Stores the content from the stream's position to its end, replacing what was there, in one step.</summary>
    /// <exception cref="Refusals.RefusedException">
    /// <c>NotFound</c>, <c>bucket-unknown</c>; <c>Invalid</c>: <c>object-too-large</c>, or <c>content-hash</c> when the content is
    /// not what <see cref="ObjectProperties.ExpectedSha256"/> announced. What reading <paramref name="content"/> throws passes through.
    /// </exception>
    Task<StoredObject> Put(
        ObjectAddress address, Stream content, ObjectProperties properties, CancellationToken cancellationToken = default);

    /// <summary>Opens an object, or a part of it.</summary>
    /// <exception cref="Refusals.RefusedException">
    /// <c>NotFound</c>: <c>object-unknown</c>, <c>bucket-unknown</c>. <c>Invalid</c>: <c>range</c>, <c>range-outside</c>.
    /// While reading: <c>Unavailable</c>, <c>object-corrupt</c>.
    /// </exception>
    Task<ObjectContent> Get(ObjectAddress address, ByteRange? range = null, CancellationToken cancellationToken = default);

    /// <summary>What is known about an object; <c>null</c> when there is none.</summary>
    Task<StoredObject?> Find(ObjectAddress address, CancellationToken cancellationToken = default);

    /// <summary>Copies content and properties, replacing what was at the target.</summary>
    /// <exception cref="Refusals.RefusedException"><c>NotFound</c>: <c>object-unknown</c>, <c>bucket-unknown</c>.</exception>
    Task<StoredObject> Copy(ObjectAddress source, ObjectAddress target, CancellationToken cancellationToken = default);

    /// <summary>A page of the keys that start with <paramref name="prefix"/> and sort behind <paramref name="after"/>.</summary>
    /// <param name="limit">1 to 1,000.</param>
    Task<ObjectPage> List(
        BucketName bucket, string prefix, string? after = null, int limit = MaxPage, CancellationToken cancellationToken = default);

    /// <summary>Deletes the object if it is there.</summary>
    Task Delete(ObjectAddress address, CancellationToken cancellationToken = default);

    /// <summary>Deletes at most <paramref name="limit"/> objects; repeat while there are more. A missing bucket has none.</summary>
    /// <param name="prefix">Ends with <c>/</c>, so that <c>a1</c> cannot take <c>a10</c> along; empty for the whole bucket.</param>
    Task<DeletedObjects> DeletePrefix(
        BucketName bucket, string prefix, int limit = MaxPage, CancellationToken cancellationToken = default);

    /// <summary>A link to read the object for <paramref name="lifetime"/> (1 s to 7 days). Whether it exists is not checked.</summary>
    Task<PresignedRequest> PresignGet(ObjectAddress address, TimeSpan lifetime, CancellationToken cancellationToken = default);

    /// <summary>A request that stores content of exactly this type and hash, sent with <c>PUT</c> and the headers given.</summary>
    Task<PresignedRequest> PresignPut(
        ObjectAddress address, string contentType, string sha256, TimeSpan lifetime, CancellationToken cancellationToken = default);
}
