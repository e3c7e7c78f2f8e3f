using System.Text;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Refusals;
using Adilas.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Client;

public sealed class DiskCopiesTests : IAsyncDisposable
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string OtherKey = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";

    private static readonly CorporationId Acme = CorporationId.Parse("acme");

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("adilas-copies-").FullName, "copies");
    private readonly List<SettingsReplica> replicas = [];
    private readonly IGrainFactory grains;
    private readonly PretendCluster cluster;

    public DiskCopiesTests() => (grains, cluster) = PretendCluster.Create();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string[] Files => Directory.GetFiles(folder);

    [Fact]
    public async Task A_start_without_a_cluster_serves_soft_settings_with_their_age_and_refuses_hard_ones()
    {
        await Keep("""{"images":{"width":801},"limits":{"users":7}}""");
        clock.Advance(TimeSpan.FromMinutes(3));

        var profile = await StartWithoutCluster();

        Assert.Equal((801, true, true), (profile.Get<int>("images.width"), profile.IsFromDisk, profile.IsLeaseEnded));
        Assert.InRange(profile.Age, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
        Assert.Equal("profile-lease-ended", Assert.Throws<RefusedException>(() => profile.Get<int>("limits.users")).Code);
    }

    [Fact]
    public async Task Even_a_copy_that_was_just_written_is_not_trusted_with_hard_settings()
    {
        await Keep("""{"limits":{"users":7}}""");

        Assert.Throws<RefusedException>(() => _ = StartWithoutCluster().GetAwaiter().GetResult().Get<int>("limits.users"));
    }

    [Fact]
    public async Task When_the_cluster_is_back_what_changed_meanwhile_is_taken_and_what_did_not_is_trusted_again()
    {
        await Keep("""{"images":{"width":801},"limits":{"users":7}}""");
        var replica = NewReplica();
        await StartWithoutCluster(replica);

        cluster.Store("system", 9, """{"images":{"quality":33}}""");
        Restore();
        var profile = await Until(replica, it => !it.IsLeaseEnded && it.Layers.ContainsKey("system"));

        Assert.Equal((801, 33, 7), (profile.Get<int>("images.width"), profile.Get<int>("images.quality"), profile.Get<int>("limits.users")));
        Assert.False(profile.IsFromDisk);
    }

    [Fact]
    public async Task It_never_goes_back_to_what_is_older_than_the_copy_nor_trusts_the_copy_then()
    {
        await Keep("""{"custom":{"n":3},"limits":{"users":7}}""", version: 3);
        var replica = NewReplica();
        await StartWithoutCluster(replica);

        cluster.Store("corporation:acme", 2, """{"custom":{"n":2}}""");
        cluster.Store("system", 1, """{"custom":{"s":1}}""");
        Restore();
        var profile = await Until(replica, it => it.Layers.ContainsKey("system"));
        Assert.Equal((3, 3L, true), (profile.Get<int>("custom.n"), profile.Layers["corporation:acme"], profile.IsFromDisk));
        Assert.Throws<RefusedException>(() => profile.Get<int>("limits.users"));

        cluster.Store("corporation:acme", 4, """{"custom":{"n":4}}""");
        cluster.Tell("corporation:acme", 4);
        Assert.Equal(4, (await Until(replica, it => !it.IsFromDisk)).Get<int>("custom.n"));
    }

    [Fact]
    public async Task A_profile_that_was_made_from_disk_is_not_trusted_because_a_newer_one_is()
    {
        await Keep("""{"limits":{"users":7}}""", version: 3);
        var replica = NewReplica();
        var old = await StartWithoutCluster(replica);

        cluster.Store("corporation:acme", 4, """{"limits":{"users":8}}""");
        Restore();
        await Until(replica, it => !it.IsFromDisk);

        Assert.True(old.IsFromDisk);
        Assert.Throws<RefusedException>(() => old.Get<int>("limits.users"));
    }

    [Theory, InlineData("corporation:acme", 2), InlineData("nonsense", 1)]
    public async Task A_copy_of_another_release_counts_as_missing(string scope, int format)
    {
        await Keep("{}");
        var layer = new SettingsLayer(scope, 3, SettingsDocument.Empty, default, "tester", null);
        var copy = new DiskCopy(FeedName.OfSettings("acme").Text, "acme", 3, clock.GetUtcNow(), layer, null, null) { Format = format };
        Assert.True(NewCopies(Key).Write(copy));

        Assert.Equal(Refusal.Unavailable, (await Assert.ThrowsAsync<RefusedException>(() => StartWithoutCluster())).Refusal);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_what_is_old_still_goes()
    {
        await Keep("{}");
        var names = Files;
        foreach (var file in names)
        {
            File.Delete(file);
            Directory.CreateDirectory(file);
        }

        var old = Path.Combine(folder, "old.copy");
        await File.WriteAllTextAsync(old, "", Cancelled);
        File.SetLastWriteTimeUtc(old, clock.GetUtcNow().UtcDateTime.AddDays(-8));
        var replica = NewReplica();
        await replica.Get(Acme, cancellationToken: Cancelled);
        Keeper(replica).Pass();

        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task A_process_that_is_stopped_while_it_writes_makes_no_copy_look_younger()
    {
        var began = clock.GetUtcNow();
        await Keep("{}", keeperClock: new StoppedClock(clock));

        Assert.InRange(NewCopies(Key).Find(FeedName.OfSettings("acme").Text, "acme")!.AsOf, began.AddMinutes(-1), began);
    }

    [Theory, InlineData(0), InlineData(40), InlineData(-1)]
    public async Task A_damaged_copy_is_none_and_is_left_alone(int at)
    {
        await Keep("{}");
        foreach (var file in Files)
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancelled);
            if (at < 0) bytes = bytes[..20];
            else bytes[at] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, Cancelled);
        }

        var count = Files.Length;
        Assert.Equal(Refusal.Unavailable, (await Assert.ThrowsAsync<RefusedException>(() => StartWithoutCluster())).Refusal);
        Assert.Equal(count, Files.Length);
    }

    [Fact]
    public async Task A_copy_of_another_key_or_under_another_name_is_none()
    {
        await Keep("{}");
        Cut();
        await Assert.ThrowsAsync<RefusedException>(() => StartWithoutCluster(NewReplica(OtherKey)));

        var files = Files.Order(StringComparer.Ordinal).ToList();
        foreach (var (from, to) in files.Zip([.. files.Skip(1), files[0]])) File.Move(from, to + ".moved");
        foreach (var moved in Files) File.Move(moved, moved[..^".moved".Length]);
        await Assert.ThrowsAsync<RefusedException>(() => StartWithoutCluster());
    }

    [Fact]
    public async Task Files_are_their_owners_alone_and_tell_nothing()
    {
        await Keep("""{"custom":{"secret":"hunter2"}}""");

        Assert.All(Files, file => Assert.DoesNotContain("hunter2", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        Assert.DoesNotContain(Files, file => file.Contains("acme", StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Copies_are_renewed_now_and_then_so_that_their_age_is_true_enough()
    {
        var replica = await Keep("{}");
        var written = File.GetLastWriteTimeUtc(Files[0]);
        var keeper = Keeper(replica);

        keeper.Pass();
        Assert.Equal(written, File.GetLastWriteTimeUtc(Files[0]));

        clock.Advance(TimeSpan.FromMinutes(11));
        cluster.Store("system", 1, "{}");
        cluster.Tell("system", 1);
        await Until(replica, it => it.Layers.ContainsKey("system"));
        keeper.Pass();
        Assert.Contains(Files, file => File.GetLastWriteTimeUtc(file) > written);
    }

    [Fact]
    public void What_is_old_goes_and_what_takes_too_much_room_and_nothing_of_others()
    {
        var copies = NewCopies(Key, mebibytes: 1);
        var document = SettingsDocument.Parse($$"""{"custom":{"x":"{{new string('x', 200_000)}}"} }""");
        foreach (var number in Enumerable.Range(0, 10))
        {
            var layer = new SettingsLayer($"corporation:c{number}", 1, document, default, "tester", null);
            Assert.True(copies.Write(new DiskCopy("settings-0", $"c{number}", 1, clock.GetUtcNow(), layer, null, null)));
        }

        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");
        copies.Prune();
        Assert.InRange(Files.Sum(file => new FileInfo(file).Length), 600_000, 1024 * 1024);

        clock.Advance(TimeSpan.FromDays(8));
        copies.Prune();
        Assert.Equal("notes.txt", Path.GetFileName(Assert.Single(Files)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_costs_nothing_but_the_copies()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(folder) + "/file", "", Cancelled);
        var copies = NewCopies(Key, path: Path.GetDirectoryName(folder) + "/file/copies");

        Assert.False(copies.Write(new DiskCopy("settings-0", "acme", 1, clock.GetUtcNow(), null, null, null)));
        Assert.Null(copies.Find("settings-0", "acme"));
        copies.Prune();
    }

    public async ValueTask DisposeAsync()
    {
        cluster.CutOff?.TrySetResult();
        foreach (var replica in replicas)
        {
            await replica.StopAsync(CancellationToken.None);
            replica.Dispose();
        }

        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    /// <summary>A front end that had the cluster, and wrote what it held.</summary>
    private async Task<SettingsReplica> Keep(string json, long version = 3, TimeProvider? keeperClock = null)
    {
        cluster.Store("corporation:acme", version, json);
        var replica = NewReplica();
        await replica.Get(Acme, cancellationToken: Cancelled);
        Keeper(replica, keeperClock).Pass();
        Assert.NotEmpty(Files);
        return replica;
    }

    private async Task<Profile> StartWithoutCluster(SettingsReplica? replica = null)
    {
        Cut();
        var loading = (replica ?? NewReplica()).Get(Acme, cancellationToken: Cancelled).AsTask();
        while (!loading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1, Cancelled);
        }

        return await loading;
    }

    private void Cut() => cluster.CutOff ??= new();

    private void Restore()
    {
        cluster.CutOff!.SetResult();
        cluster.CutOff = null;
    }

    private async Task<Profile> Until(SettingsReplica replica, Func<Profile, bool> holds)
    {
        for (var patience = 0; patience < 5_000; patience++)
        {
            var profile = await replica.Get(Acme, cancellationToken: Cancelled);
            if (holds(profile)) return profile;
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1, Cancelled);
        }

        throw new TimeoutException("The profile never became what was waited for.");
    }

    private CopyKeeper Keeper(SettingsReplica replica, TimeProvider? keeperClock = null) => new(replica, NewCopies(Key), keeperClock ?? clock);

    private SettingsReplica NewReplica(string key = Key)
    {
        var options = Options.Create(new ReplicaOptions());
        var replica = new SettingsReplica(grains, new CallerAccessor(), options, clock, NullLogger<SettingsReplica>.Instance, NewCopies(key));
        replicas.Add(replica);
        return replica;
    }

    private DiskCopies NewCopies(string key, int mebibytes = 64, string? path = null) => new(
        Options.Create(new ReplicaOptions { CopiesPath = path ?? folder, CopiesMebibytes = mebibytes }),
        Options.Create(new SealOptions { WebKeys = { key } }),
        clock,
        NullLogger<DiskCopies>.Instance);

    /// <summary>Of a process that is stopped between each two looks at the clock.</summary>
    private sealed class StoppedClock(FakeTimeProvider real) : TimeProvider
    {
        private int readings;

        public override long TimestampFrequency => real.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Read(real.GetUtcNow());

        public override long GetTimestamp() => Read(real.GetTimestamp());

        private T Read<T>(T read)
        {
            if (readings++ % 2 == 0) real.Advance(TimeSpan.FromMilliseconds(500));
            return read;
        }
    }
}
