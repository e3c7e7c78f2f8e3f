using System.Net;
using Adilas.Refusals;
using Amazon.S3;

namespace Adilas.Objects;

/// <summary>What the service's answers mean to callers.</summary>
internal static class S3Failures
{
    public static bool IsMissing(AmazonS3Exception failure) => failure.StatusCode is HttpStatusCode.NotFound;

    public static RefusedException Refusal(Exception failure) => failure switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => ObjectRules.UnknownBucket(),
        AmazonS3Exception answer when IsMissing(answer) => ObjectRules.UnknownObject(),
        AmazonS3Exception { ErrorCode: "BucketNotEmpty" } => ObjectRules.NotEmpty(),
        AmazonS3Exception { ErrorCode: "BucketAlreadyExists" } =>
            new(Refusals.Refusal.Conflict, "bucket-taken", "The bucket belongs to somebody else.", "bucket"),
        AmazonS3Exception { ErrorCode: "TooManyBuckets" } =>
            new(Refusals.Refusal.Unavailable, "bucket-limit", "The object store's account may not own more buckets."),
        AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable } =>
            new(Refusals.Refusal.Invalid, "range-outside", "The range starts behind the last byte.", "range"),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
            new(Refusals.Refusal.Unavailable, "objects-denied", "The object store does not accept the runtime's credentials for this."),
        AmazonS3Exception { StatusCode: HttpStatusCode.BadRequest } =>
            new(Refusals.Refusal.Invalid, "objects-invalid", "The object store refuses this request as malformed."),
        OperationCanceledException or TimeoutException =>
            new(Refusals.Refusal.Unavailable, "objects-timeout", "The object store did not answer in time."),
        _ => ObjectRules.Unavailable(),
    };
}
