using Amazon.Runtime;
using Amazon.S3;

namespace Adilas.Objects;

/// <summary>Configures the AWS SDK so that any S3 server understands it.</summary>
internal static class S3Client
{
    public static AmazonS3Client Create(ObjectsOptions options)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = options.ServiceUrl,
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,
            MaxErrorRetry = 2,

            // Our own deadline covers each call with its retries; the SDK's would cut off long uploads.
            Timeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = options.Timeout,

            // The default sends checksums as trailers in chunk framing, which many servers refuse or store as content.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        return string.IsNullOrEmpty(options.AccessKey)
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }
}
