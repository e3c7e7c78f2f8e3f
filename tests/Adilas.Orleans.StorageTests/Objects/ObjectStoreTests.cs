using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>What every object store must do, run against each of them.</summary>
public abstract class ObjectStoreTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    public static TheoryData<string> HostileKeys =>
    [
        "a b+c&d=e?f#g.txt", "100%2F.txt", "%", "..a/..b", "a/...", "~tilde/*star", "quote'\"back\\slash", "A/a/A", "ünïcödé/日本語/😀",
        "con/nul", "a=", "a+", ".hidden/.b", new string('x', 250), $"deep/{new string('ß', 300)}/end",
        string.Concat(Enumerable.Repeat("d/", 200)) + "f",
    ];

    public static TheoryData<string> RefusedKeys =>
    [
        null!, "", "/a", "a/", "a//b", "../a", "a/../b", "a/..", ".", "a/./b", "a\nb", "a\0b", "\ud800",
        new string('x', ObjectKey.MaxBytes + 1),
    ];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected abstract IObjectStore Store { get; }

    /// <summary>Where relative links are served.</summary>
    protected abstract Uri LinkBase { get; }

    protected BucketName Bucket { get; } = BucketName.Parse($"test-{Guid.NewGuid():N}");

    /// <summary>Changes stored bytes behind the store's back, keeping their number and their recorded hash.</summary>
    protected abstract Task Tamper(ObjectAddress address);

    public virtual async ValueTask InitializeAsync() => await Store.CreateBucket(Bucket, Cancelled);

    public virtual async ValueTask DisposeAsync()
    {
        while ((await Store.DeletePrefix(Bucket, "")).More)
        {
        }

        await Store.DeleteBucket(Bucket);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_put_is_read_back_with_its_properties()
    {
        var properties = new ObjectProperties
        {
            ContentType = "text/plain; charset=utf-8",
            Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("title", "Größe & 日本 100%").Add("empty", ""),
        };
        var content = Encoding.UTF8.GetBytes("hello");

        var put = await Store.Put(At("a/b.txt"), new MemoryStream(content), properties, Cancelled);
        var found = await Store.Find(At("a/b.txt"), Cancelled);
        await using var got = await Store.Get(At("a/b.txt"), cancellationToken: Cancelled);

        Assert.Equal(content, await Bytes(got));
        Assert.Equal(Hash(content), put.Sha256);
        foreach (var stored in new[] { put, found!, got.Stored })
        {
            Assert.Equal((5L, properties.ContentType, put.Sha256), (stored.SizeBytes, stored.ContentType, stored.Sha256));
            Assert.Equal(properties.Metadata, stored.Metadata);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(3_000_001)]
    public async Task Content_of_any_size_survives_whether_or_not_its_stream_can_seek(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);

        await Store.Put(At("seekable"), new MemoryStream(content), new(), Cancelled);
        await Store.Put(At("forward"), new ForwardStream(content), new(), Cancelled);

        Assert.Equal(content, await Read("seekable"));
        Assert.Equal(content, await Read("forward"));
    }

    [Fact]
    public async Task Put_starts_at_the_position_of_the_stream()
    {
        await Store.Put(At("rest"), new MemoryStream("0123456789"u8.ToArray()) { Position = 4 }, new(), Cancelled);

        Assert.Equal("456789"u8.ToArray(), await Read("rest"));
    }

    [Fact]
    public async Task Putting_again_replaces_content_and_properties()
    {
        await Put("a", "first", "text/plain");
        await Put("a", "second", "text/html");

        await using var got = await Store.Get(At("a"), cancellationToken: Cancelled);
        Assert.Equal("second"u8.ToArray(), await Bytes(got));
        Assert.Equal("text/html", got.Stored.ContentType);
    }

    [Theory]
    [InlineData(0, 3, "012")]
    [InlineData(4, 2, "45")]
    [InlineData(7, null, "789")]
    [InlineData(9, 100, "9")]
    [InlineData(0, 100, "0123456789")]
    public async Task A_range_yields_just_these_bytes(int offset, int? length, string expected)
    {
        await Put("digits", "0123456789");

        await using var got = await Store.Get(At("digits"), new ByteRange(offset, length), Cancelled);

        Assert.Equal((expected.Length, 10L), ((int)got.LengthBytes, got.Stored.SizeBytes));
        Assert.Equal(expected, Encoding.ASCII.GetString(await Bytes(got)));
    }

    [Theory]
    [InlineData(10, null, "range-outside")]
    [InlineData(11, 1, "range-outside")]
    [InlineData(-1, null, "range")]
    [InlineData(0, 0, "range")]
    public async Task A_range_without_bytes_is_refused(int offset, int? length, string code)
    {
        await Put("digits", "0123456789");

        await Refused(Refusal.Invalid, code, () => Store.Get(At("digits"), new ByteRange(offset, length), Cancelled));
    }

    [Fact]
    public async Task Altered_content_is_noticed_on_a_whole_read()
    {
        await Put("a", new string('x', 100_000));
        await Tamper(At("a"));

        await using var got = await Store.Get(At("a"), cancellationToken: Cancelled);

        await Refused(Refusal.Unavailable, "object-corrupt", () => Bytes(got));
    }

    [Fact]
    public async Task Content_with_another_hash_than_announced_is_refused_and_not_stored()
    {
        await Put("a", "before");
        var announced = new ObjectProperties { ExpectedSha256 = Hash("expected"u8) };

        await Refused(
            Refusal.Invalid, "content-hash", () => Store.Put(At("a"), new MemoryStream("other"u8.ToArray()), announced, Cancelled));

        Assert.Equal("before"u8.ToArray(), await Read("a"));
    }

    [Fact]
    public async Task A_source_that_fails_leaves_what_was_there()
    {
        await Put("a", "before");

        await Assert.ThrowsAsync<InvalidDataException>(
            () => Store.Put(At("a"), new ForwardStream(new byte[200_000], failAt: 150_000), new(), Cancelled));

        Assert.Equal("before"u8.ToArray(), await Read("a"));
        Assert.Equal(["a"], await Keys(""));
    }

    [Fact]
    public async Task An_object_above_the_limit_is_refused_and_not_stored()
    {
        var content = new byte[StoreOptions.MaxObjectBytes + 1];

        await Refused(Refusal.Invalid, "object-too-large", () => Store.Put(At("big"), new MemoryStream(content), new(), Cancelled));
        await Refused(Refusal.Invalid, "object-too-large", () => Store.Put(At("big"), new ForwardStream(content), new(), Cancelled));

        Assert.Null(await Store.Find(At("big"), Cancelled));
    }

    [Fact]
    public async Task What_does_not_exist_is_told_apart()
    {
        var nowhere = new ObjectAddress(BucketName.Parse($"none-{Guid.NewGuid():N}"), ObjectKey.Parse("a"));

        Assert.Null(await Store.Find(At("a"), Cancelled));
        Assert.Null(await Store.Find(nowhere, Cancelled));
        await Refused(Refusal.NotFound, "object-unknown", () => Store.Get(At("a"), cancellationToken: Cancelled));
        await Refused(Refusal.NotFound, "object-unknown", () => Store.Copy(At("a"), At("b"), Cancelled));
        await Refused(Refusal.NotFound, "bucket-unknown", () => Store.Get(nowhere, cancellationToken: Cancelled));
        await Refused(Refusal.NotFound, "bucket-unknown", () => Store.Put(nowhere, new MemoryStream(), new(), Cancelled));
        await Refused(Refusal.NotFound, "bucket-unknown", () => Store.List(nowhere.Bucket, "", cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_copy_has_content_and_properties_of_its_source_also_onto_itself()
    {
        var properties = new ObjectProperties
        {
            ContentType = "image/png",
            Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("by", "Ä"),
        };
        await Store.Put(At("folder/source ü"), new MemoryStream("content"u8.ToArray()), properties, Cancelled);

        await Store.Copy(At("folder/source ü"), At("target"), Cancelled);
        await Store.Copy(At("target"), At("target"), Cancelled);

        await using var got = await Store.Get(At("target"), cancellationToken: Cancelled);
        Assert.Equal("content"u8.ToArray(), await Bytes(got));
        Assert.Equal(("image/png", "Ä"), (got.Stored.ContentType, got.Stored.Metadata["by"]));
        Assert.NotNull(await Store.Find(At("folder/source ü"), Cancelled));
    }

    [Fact]
    public async Task Deleting_twice_is_deleting_once()
    {
        await Put("a/b", "x");

        await Store.Delete(At("a/b"), Cancelled);
        await Store.Delete(At("a/b"), Cancelled);

        Assert.Null(await Store.Find(At("a/b"), Cancelled));
        Assert.Empty(await Keys(""));
    }

    [Fact]
    public async Task A_listing_is_in_byte_order_filtered_by_prefix_and_complete_over_pages()
    {
        string[] keys =
        [
            "a", "a-b", "a.b", "a/b", "a/b/c", "a/é", "a0", "aa", "B", "b/1", "b/10", "b/2", "\ue000", "😀",
            new string('x', 220) + "-", new string('x', 220) + "/y",
        ];
        foreach (var key in keys) await Put(key, key);

        var expected = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal).ToList();
        Assert.Equal(expected, await Keys("", limit: 3));
        Assert.Equal(expected, await Keys("", limit: 1_000));
        foreach (var prefix in new[] { "a", "a/", "a/b", "b/1", "none", new string('x', 210) })
            Assert.Equal(expected.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)), await Keys(prefix, limit: 2));

        var page = await Store.List(Bucket, "a/b/", cancellationToken: Cancelled);
        Assert.Equal(("a/b/c", 5L), (page.Items[0].Key, page.Items[0].SizeBytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_size_outside_its_bounds_is_refused(int limit)
    {
        await Refused(Refusal.Invalid, "limit", () => Store.List(Bucket, "", limit: limit, cancellationToken: Cancelled));
        await Refused(Refusal.Invalid, "limit", () => Store.DeletePrefix(Bucket, "", limit, Cancelled));
    }

    [Fact]
    public async Task Deleting_a_prefix_is_bounded_resumable_and_spares_neighbours()
    {
        foreach (var index in Enumerable.Range(0, 7)) await Put($"acme/{index}/x", "x");
        await Put("acme", "x");
        await Put("acme2/0", "x");

        Assert.Equal(new DeletedObjects(3, More: true), await Store.DeletePrefix(Bucket, "acme/", 3, Cancelled));
        Assert.Equal(new DeletedObjects(3, More: true), await Store.DeletePrefix(Bucket, "acme/", 3, Cancelled));
        Assert.Equal(new DeletedObjects(1, More: false), await Store.DeletePrefix(Bucket, "acme/", 3, Cancelled));
        Assert.Equal(new DeletedObjects(0, More: false), await Store.DeletePrefix(Bucket, "acme/", 3, Cancelled));
        Assert.Equal(["acme", "acme2/0"], await Keys(""));
        await Refused(Refusal.Invalid, "prefix", () => Store.DeletePrefix(Bucket, "acme", 3, Cancelled));
    }

    [Fact]
    public async Task Buckets_are_created_and_deleted_as_often_as_one_likes_but_only_when_empty()
    {
        var bucket = BucketName.Parse($"own-{Guid.NewGuid():N}");
        var address = new ObjectAddress(bucket, ObjectKey.Parse("deep/down/a"));

        await Store.CreateBucket(bucket, Cancelled);
        await Store.CreateBucket(bucket, Cancelled);
        Assert.Equal([bucket.Value], await Store.ListBuckets(bucket.Value[..20], Cancelled));
        await Store.Put(address, new MemoryStream([1]), new(), Cancelled);
        await Refused(Refusal.Conflict, "bucket-not-empty", () => Store.DeleteBucket(bucket, Cancelled));
        await Store.Delete(address, Cancelled);
        await Store.DeleteBucket(bucket, Cancelled);
        await Store.DeleteBucket(bucket, Cancelled);

        Assert.Empty(await Store.ListBuckets(bucket.Value, Cancelled));
        Assert.Equal(new DeletedObjects(0, More: false), await Store.DeletePrefix(bucket, "", cancellationToken: Cancelled));
    }

    [Theory, MemberData(nameof(HostileKeys))]
    public async Task A_strange_key_is_just_a_key(string key)
    {
        await Put(key, key);

        Assert.Equal(Encoding.UTF8.GetBytes(key), await Read(key));
        Assert.Equal([key], await Keys(""));
        var link = await Store.PresignGet(At(key), TimeSpan.FromMinutes(1), Cancelled);
        Assert.Equal(Encoding.UTF8.GetBytes(key), await Http.GetByteArrayAsync(new Uri(LinkBase, link.Url), Cancelled));
        await Store.Delete(At(key), Cancelled);
        Assert.Empty(await Keys(""));
    }

    [Theory, MemberData(nameof(RefusedKeys))]
    public void A_key_outside_the_grammar_is_refused_with_a_sentence(string? key)
    {
        var refused = Assert.Throws<RefusedException>(() => ObjectKey.Parse(key));

        Assert.Equal((Refusal.Invalid, "object-key", "key"), (refused.Refusal, refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_keys_case_matters()
    {
        await Put("Photo.JPG", "upper");
        await Put("photo.jpg", "lower");

        Assert.Equal("upper"u8.ToArray(), await Read("Photo.JPG"));
        Assert.Equal("lower"u8.ToArray(), await Read("photo.jpg"));
    }

    [Fact]
    public async Task A_link_reads_a_part_and_an_altered_link_reads_nothing()
    {
        await Put("a b/c", "0123456789", "text/plain");
        await Put("other", "secret");
        var url = new Uri(LinkBase, (await Store.PresignGet(At("a b/c"), TimeSpan.FromMinutes(1), Cancelled)).Url);

        using var part = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(2, 4) } };
        using var answer = await Http.SendAsync(part, Cancelled);
        Assert.Equal((HttpStatusCode.PartialContent, "234"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled)));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.ToString());

        string[] forgeries = [url.AbsoluteUri.Replace("a%20b/c", "other", StringComparison.Ordinal), url.AbsoluteUri[..^2] + "AA"];
        foreach (var altered in forgeries)
        {
            Assert.NotEqual(url.AbsoluteUri, altered);
            using var denied = await Http.GetAsync(new Uri(altered), Cancelled);
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        }
    }

    [Fact]
    public async Task A_link_ends()
    {
        await Put("a", "x");
        var url = new Uri(LinkBase, (await Store.PresignGet(At("a"), TimeSpan.FromSeconds(1), Cancelled)).Url);

        // The service reads its own clock, so the end is waited for.
        var deadline = DateTime.UtcNow.AddSeconds(15);
        HttpStatusCode status;
        do
        {
            using var answer = await Http.GetAsync(url, Cancelled);
            status = answer.StatusCode;
        }
        while (status is HttpStatusCode.OK && DateTime.UtcNow < deadline);

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task A_link_to_put_stores_what_was_announced_and_nothing_of_another_type()
    {
        var content = RandomNumberGenerator.GetBytes(10_000);
        var link = await Store.PresignPut(At("up/load"), "image/png", Hash(content), TimeSpan.FromMinutes(1), Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, await Send(link, content, contentType: "text/html"));
        Assert.Null(await Store.Find(At("up/load"), Cancelled));
        Assert.Equal(HttpStatusCode.OK, await Send(link, content));

        await using var got = await Store.Get(At("up/load"), cancellationToken: Cancelled);
        Assert.Equal(("image/png", Hash(content)), (got.Stored.ContentType, got.Stored.Sha256));
        Assert.Equal(content, await Bytes(got));
    }

    [Fact]
    public async Task Other_content_sent_to_a_link_never_passes_for_what_was_announced()
    {
        var link = await Store.PresignPut(At("up"), "image/png", Hash("good"u8), TimeSpan.FromMinutes(1), Cancelled);

        await Send(link, "evil"u8.ToArray());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Read("up"));
        Assert.True(refused.Code is "object-unknown" or "object-corrupt", refused.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8 * 24 * 3600)]
    public async Task A_links_lifetime_has_bounds(int seconds) => await Refused(
        Refusal.Invalid, "lifetime", () => Store.PresignGet(At("a"), TimeSpan.FromSeconds(seconds), Cancelled));

    [Fact]
    public async Task Writers_of_one_key_never_mix()
    {
        var contents = Enumerable.Range(0, 8).Select(index => Enumerable.Repeat((byte)index, 200_000).ToArray()).ToList();

        await Task.WhenAll(contents.Select(content => Store.Put(At("a"), new MemoryStream(content), new(), Cancelled)));

        Assert.Single((await Read("a")).Distinct());
    }

    protected static ObjectsOptions StoreOptions => new() { MaxObjectBytes = 32_000_000 };

    protected static async Task Refused(Refusal kind, string code, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(action);
        Assert.Equal((kind, code), (refused.Refusal, refused.Code));
        Assert.Null(refused.InnerException);
    }

    protected ObjectAddress At(string key) => new(Bucket, ObjectKey.Parse(key));

    protected Task<StoredObject> Put(string key, string content, string type = "text/plain") =>
        Store.Put(At(key), new MemoryStream(Encoding.UTF8.GetBytes(content)), new ObjectProperties { ContentType = type }, Cancelled);

    protected async Task<byte[]> Read(string key)
    {
        await using var got = await Store.Get(At(key), cancellationToken: Cancelled);
        return await Bytes(got);
    }

    protected static async Task<byte[]> Bytes(ObjectContent content)
    {
        var buffer = new MemoryStream();
        await content.Content.CopyToAsync(buffer, Cancelled);
        return buffer.ToArray();
    }

    protected static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task<List<string>> Keys(string prefix, int limit = IObjectStore.MaxPage)
    {
        var keys = new List<string>();
        string? after = null;
        do
        {
            var page = await Store.List(Bucket, prefix, after, limit, Cancelled);
            Assert.InRange(page.Items.Count, 0, limit);
            keys.AddRange(page.Items.Select(item => item.Key));
            after = page.Next;
        }
        while (after is not null);

        return keys;
    }

    private async Task<HttpStatusCode> Send(PresignedRequest link, byte[] content, string? contentType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(LinkBase, link.Url)) { Content = new ByteArrayContent(content) };
        foreach (var (name, value) in link.Headers)
        {
            if (name != "Content-Type") request.Headers.Add(name, value);
        }

        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType ?? link.Headers["Content-Type"]);
        using var answer = await Http.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
