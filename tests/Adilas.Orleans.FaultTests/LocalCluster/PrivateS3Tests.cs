using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Adilas.LocalCluster;

public sealed class PrivateS3Tests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_acknowledged_object_survives_a_kill_and_keys_stay_the_same()
    {
        await using var server = await PrivateS3.Start(cancellationToken: Cancelled);
        var keys = (server.AccessKey, server.SecretKey);
        using (var s3 = Connect(server))
        {
            await s3.PutBucketAsync("kept", Cancelled);
            await s3.PutObjectAsync(Text("kept", "a/b", "content"), Cancelled);
        }

        await server.Kill();
        await server.Restart(Cancelled);

        using var again = Connect(server);
        using var found = await again.GetObjectAsync("kept", "a/b", Cancelled);
        using var reader = new StreamReader(found.ResponseStream);
        Assert.Equal("content", await reader.ReadToEndAsync(Cancelled));
        Assert.Equal(keys, (server.AccessKey, server.SecretKey));
    }

    [Fact]
    public async Task It_has_the_storage_classes_of_archives()
    {
        await using var server = await PrivateS3.Start(cancellationToken: Cancelled);
        using var s3 = Connect(server);
        await s3.PutBucketAsync("cold", Cancelled);
        var put = Text("cold", "old", "content");
        put.StorageClass = S3StorageClass.Glacier;
        await s3.PutObjectAsync(put, Cancelled);

        Assert.Equal(S3StorageClass.Glacier, (await s3.GetObjectMetadataAsync("cold", "old", Cancelled)).StorageClass);
    }

    [Fact]
    public async Task Nobody_comes_in_with_another_key()
    {
        await using var server = await PrivateS3.Start(cancellationToken: Cancelled);
        using var stranger = new AmazonS3Client(
            new BasicAWSCredentials(server.AccessKey, "another"), new AmazonS3Config { ServiceURL = server.ServiceUrl, ForcePathStyle = true });

        await Assert.ThrowsAsync<AmazonS3Exception>(() => stranger.ListBucketsAsync(Cancelled));
    }

    private static AmazonS3Client Connect(PrivateS3 server) => new(
        new BasicAWSCredentials(server.AccessKey, server.SecretKey),
        new AmazonS3Config { ServiceURL = server.ServiceUrl, ForcePathStyle = true, AuthenticationRegion = server.Region });

    private static PutObjectRequest Text(string bucket, string key, string content) => new()
    {
        BucketName = bucket,
        Key = key,
        InputStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        UseChunkEncoding = false,
    };
}
