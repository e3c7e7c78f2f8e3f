using Adilas.Refusals;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

public sealed class S3ObjectStoreTests(S3Fixture s3) : ObjectStoreTests
{
    private ObjectsOptions options = new();
    private S3ObjectStore store = null!;

    protected override IObjectStore Store => store;

    protected override Uri LinkBase => new(options.ServiceUrl!);

    public override async ValueTask InitializeAsync()
    {
        options = await s3.Options();
        options.MaxObjectBytes = StoreOptions.MaxObjectBytes;
        store = NewStore(options);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        store.Dispose();
    }

    [Fact]
    public async Task Stored_bytes_hold_no_transfer_framing()
    {
        await Put("a", "plain");

        using var client = S3Client.Create(options);
        using var response = await client.GetObjectAsync(Bucket.Value, "a", Cancelled);
        using var reader = new StreamReader(response.ResponseStream);
        Assert.Equal("plain", await reader.ReadToEndAsync(Cancelled));
    }

    [Fact]
    public async Task Nothing_but_the_content_and_its_length_is_sent()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var listener = builder.Build();
        listener.Urls.Add("http://127.0.0.1:0");
        var (sent, headers) = (new MemoryStream(), new Dictionary<string, string>());
        listener.MapPut("/{**path}", async (HttpContext context) =>
        {
            headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
            await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
            context.Response.Headers.ETag = "\"x\"";
        });
        await listener.StartAsync(Cancelled);
        using var plain = NewStore(new() { ServiceUrl = listener.Urls.First(), AccessKey = "a", SecretKey = "b" });

        await plain.Put(At("a"), new MemoryStream("plain"u8.ToArray()), new(), Cancelled);

        Assert.Equal("plain"u8.ToArray(), sent.ToArray());
        Assert.Equal("5", headers["Content-Length"]);
        Assert.Equal(Hash("plain"u8), headers["x-amz-meta-adilas-sha256"]);
        Assert.DoesNotContain(headers, header => header.Value.Contains("aws-chunked", StringComparison.Ordinal));
        Assert.DoesNotContain(headers.Keys, name => name.Contains("trailer", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Wrong_credentials_are_told_apart_from_a_missing_server()
    {
        using var denied = NewStore(new() { ServiceUrl = options.ServiceUrl, AccessKey = options.AccessKey, SecretKey = "wrong" });
        using var missing = NewStore(new() { ServiceUrl = "http://127.0.0.1:9", AccessKey = "a", SecretKey = "b" });

        await Refused(Refusal.Unavailable, "objects-denied", () => denied.Get(At("a"), range: null, Cancelled));
        await Refused(Refusal.Unavailable, "objects-unavailable", () => missing.Get(At("a"), range: null, Cancelled));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var silent = NewStore(new()
        {
            ServiceUrl = $"http://{listener.LocalEndpoint}",
            AccessKey = "a",
            SecretKey = "b",
            Timeout = TimeSpan.FromMilliseconds(300),
        });

        await Refused(Refusal.Unavailable, "objects-timeout", () => silent.Find(At("a"), Cancelled));
    }

    [Fact]
    public async Task A_callers_own_cancellation_is_no_refusal()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Find(At("a"), source.Token));
    }

    protected override async Task Tamper(ObjectAddress address)
    {
        var stored = await Store.Find(address, Cancelled);
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket.Value,
            Key = address.Key.Value,
            ContentBody = new string('y', (int)stored!.SizeBytes),
            UseChunkEncoding = false,
        };
        request.Metadata[S3Headers.Hash] = stored.Sha256;
        using var client = S3Client.Create(options);
        await client.PutObjectAsync(request, Cancelled);
    }

    private static S3ObjectStore NewStore(ObjectsOptions options) =>
        new(Options.Create(options), TimeProvider.System, NullLogger<S3ObjectStore>.Instance);
}
