using System.Net;
using Adilas.Refusals;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adilas.Objects;

public sealed class FolderObjectStoreTests : ObjectStoreTests
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adilas-objects-");
    private readonly FolderObjectStore store;
    private readonly WebApplication web;

    public FolderObjectStoreTests()
    {
        store = NewStore();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(store);
        web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        web.MapFolderObjects();
    }

    protected override IObjectStore Store => store;

    protected override Uri LinkBase => new(web.Urls.First());

    public override async ValueTask InitializeAsync()
    {
        await web.StartAsync(Cancelled);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await web.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_torn_file_is_corrupt_is_listed_and_can_be_deleted()
    {
        await Put("a", new string('x', 1_000));
        var path = FileOf("a");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Cancelled))[..700], Cancelled);

        await Refused(Refusal.Unavailable, "object-corrupt", () => Store.Get(At("a"), cancellationToken: Cancelled));
        Assert.Equal("a", Assert.Single((await Store.List(Bucket, "", cancellationToken: Cancelled)).Items).Key);
        await Store.Delete(At("a"), Cancelled);
        Assert.Null(await Store.Find(At("a"), Cancelled));
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_swept_and_never_seen()
    {
        await Put("a", "x");
        var incoming = Path.Combine(folder.FullName, ".incoming");
        await File.WriteAllTextAsync(Path.Combine(incoming, "half"), "half", Cancelled);

        var next = NewStore();
        await next.Put(At("b"), new MemoryStream([1]), new(), Cancelled);

        Assert.Empty(Directory.EnumerateFiles(incoming));
        Assert.Equal(["a", "b"], (await next.List(Bucket, "", after: null, limit: 10, Cancelled)).Items.Select(item => item.Key));
    }

    [Fact]
    public async Task Links_outlive_a_restart()
    {
        await Put("a", "x");
        var url = (await store.PresignGet(At("a"), TimeSpan.FromMinutes(1), Cancelled)).Url.ToString();

        Assert.NotNull(NewStore().Links.Read("GET", Bucket.Value, "a", url[url.IndexOf('?', StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task A_link_takes_more_than_the_servers_own_limit_and_no_more_than_the_stores()
    {
        using var http = new HttpClient();
        foreach (var (size, expected) in new[] { (31_000_000, HttpStatusCode.OK), (33_000_000, HttpStatusCode.BadRequest) })
        {
            var content = new byte[size];
            var link = await store.PresignPut(At("big"), "image/png", Hash(content), TimeSpan.FromMinutes(1), Cancelled);
            using var body = new ByteArrayContent(content) { Headers = { ContentType = new("image/png") } };
            using var answer = await http.PutAsync(new Uri(LinkBase, link.Url), body, Cancelled);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_unavailable()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "blocked"), "a file where the folder should be", Cancelled);
        var broken = NewStore("blocked/objects");

        await Refused(Refusal.Unavailable, "objects-unavailable", () => broken.CreateBucket(Bucket, Cancelled));
        await Refused(Refusal.Unavailable, "objects-unavailable", () => broken.ListBuckets("", Cancelled));
    }

    [Fact]
    public async Task Nothing_is_left_of_deleted_objects()
    {
        await Put("some/deep/folder/a", "x");
        await Store.Delete(At("some/deep/folder/a"), Cancelled);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.FullName, Bucket.Value)));
    }

    protected override async Task Tamper(ObjectAddress address)
    {
        await using var file = new FileStream(FileOf(address.Key.Value), FileMode.Open, FileAccess.ReadWrite);
        file.Position = 50;
        file.WriteByte((byte)'y');
    }

    private string FileOf(string key) => Path.Combine(folder.FullName, Bucket.Value, FolderNames.PathOf(key));

    private FolderObjectStore NewStore(string path = ".")
    {
        var options = StoreOptions;
        options.Folder = Path.Combine(folder.FullName, path);
        return new FolderObjectStore(Options.Create(options), TimeProvider.System, NullLogger<FolderObjectStore>.Instance);
    }
}
