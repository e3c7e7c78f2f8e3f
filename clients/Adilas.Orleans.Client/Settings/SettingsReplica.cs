using System.Runtime.CompilerServices;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Memberships;
using Adilas.Refusals;
using Adilas.Users;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adilas.Settings;

/// <summary>
/// The profiles that this process uses, kept up to date by the cluster. The first reading asks the grains; after it a reading is a look-up.
/// A profile never goes back to an older version, knows its age, and refuses hard settings once its lease has ended.
/// </summary>
public sealed class SettingsReplica : BackgroundService
{
    /// <summary>As whom copies are read: a front end holds a web key, and may read what it serves.</summary>
    internal static readonly CallerContext Caller = new(
        CallerKind.Operator,
        "front-end",
        Permissions: PermissionSet.Of(Permission.SettingsRead, Permission.CorporationsRead, Permission.PeopleRead));

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private const int ReleaseTicks = 15;

    // What was wanted so lately may be for a profile that is still being loaded.
    private const int LoadTicks = 60;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly HeldProfiles profiles = new();
    private readonly SharedMerges shared = new();
    private readonly Dictionary<FeedName, FeedFollower> followers = [];
    private readonly Lock gate = new();
    private readonly IGrainFactory grains;
    private readonly CallerAccessor callers;
    private readonly ReplicaLease lease;
    private readonly ReplicaOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<SettingsReplica> logger;
    private readonly DiskCopies? copies;
    private long changes;
    private int tick;

    internal SettingsReplica(
        IGrainFactory grains,
        CallerAccessor callers,
        IOptions<ReplicaOptions> options,
        TimeProvider clock,
        ILogger<SettingsReplica> logger,
        DiskCopies? copies = null)
    {
        (this.grains, this.callers, this.options, this.clock, this.logger, this.copies) = (grains, callers, options.Value, clock, logger, copies);
        lease = new ReplicaLease(options, clock);
    }

    /// <summary>How many profiles are held.</summary>
    public int Count => profiles.Count;

    /// <summary>The profile of a corporation, or of a user in it. Completes at once when it is held.</summary>
    /// <param name="minVersion">
    /// The token of a write, such as <c>corporation:acme@12</c>: waits until that version of that layer is in the profile.
    /// </param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>: no such corporation. <see cref="Refusal.Mode"/>: not readable in its mode. <see cref="Refusal.Invalid"/>: not
    /// a token, or of a layer that is not in this profile. <see cref="Refusal.Unavailable"/>: not held, and the cluster cannot be reached.
    /// </exception>
    public ValueTask<Profile> Get(
        CorporationId corporation, UserId? user = null, string? minVersion = null, CancellationToken cancellationToken = default)
    {
        if (minVersion is null && FindHeld(corporation, user) is { } current) return new(current);
        return new(Load(profiles.Find(corporation, user) ?? Hold(corporation, user), minVersion, cancellationToken));
    }

    /// <summary>The profile, when it is held and none of its layers has changed; <c>null</c>: ask <see cref="Get"/>.</summary>
    public Profile? FindHeld(CorporationId corporation, UserId? user = null)
    {
        if (profiles.Find(corporation, user) is not { Current: { } current } held) return null;
        var now = Volatile.Read(ref changes);
        if (held.SeenChanges != now && !held.Confirm(now, clock)) return null;
        if (held.UsedAt != tick) held.UsedAt = tick;
        return current;
    }

    /// <summary>The profile now, and again each time that it has changed, until cancelled.</summary>
    public async IAsyncEnumerable<Profile> Watch(
        CorporationId corporation, UserId? user = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Profile? last = null;
        while (true)
        {
            var profile = await Get(corporation, user, cancellationToken: cancellationToken);
            if (!ReferenceEquals(profile, last)) yield return last = profile;

            // Woken by its own layers alone: thousands may watch. Reading it again now and then keeps it from being dropped as one that nobody
            // reads, and shows when a condition begins or ends.
            await profile.Sources.WhenChanged(Task.Delay(TickEvery, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        FeedFollower[] all;
        lock (gate)
        {
            all = [.. followers.Values];
            followers.Clear();
        }

        foreach (var follower in all) await follower.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Tick();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What is held at this moment.</summary>
    internal IReadOnlyList<HeldGrain> HeldGrains()
    {
        lock (gate) return [.. followers.Values.SelectMany(follower => follower.Held)];
    }

    /// <summary>Drops what nobody reads, and lets profiles be merged anew in which a condition begins or ends.</summary>
    internal async Task Tick()
    {
        tick++;
        var now = clock.GetUtcNow();
        if (profiles.All().Any(held => held.Current?.NextChange <= now)) Changed();

        var idleTicks = (int)(options.IdleAfter / TickEvery);
        foreach (var held in profiles.All().Where(held => tick - held.UsedAt > idleTicks)) profiles.Remove(held);

        var budget = options.BudgetMebibytes * 1024L * 1024;
        var used = shared.Bytes + profiles.All().Sum(held => held.Current?.Bytes ?? 0);
        if (used > budget)
        {
            used -= shared.Bytes;
            shared.Clear();
        }

        foreach (var held in used > budget ? profiles.All().OrderBy(held => held.UsedAt).ToList() : [])
        {
            if (used <= budget) break;
            used -= held.Current?.Bytes ?? 0;
            profiles.Remove(held);
        }

        if (tick % ReleaseTicks == 0) await Release();
    }

    private async Task<Profile> Load(HeldProfile held, string? minVersion, CancellationToken cancellationToken)
    {
        using var self = callers.UseLibrary(Caller);
        held.UsedAt = tick;
        try
        {
            while (true)
            {
                var seen = Volatile.Read(ref changes);
                var (sources, address) = await Sources(held, cancellationToken);
                if (minVersion is not null) await Reach(minVersion, sources, cancellationToken);
                if (held.Merge(sources, address, seen, lease, clock.GetUtcNow()) is { } profile) return profile;
            }
        }
        catch when (held.Current is null)
        {
            profiles.Remove(held);
            throw;
        }
    }

    private async Task<(HeldGrain[] Sources, (HeldGrain Grain, long Version)[] Address)> Sources(HeldProfile held, CancellationToken cancellationToken)
    {
        // All that the names alone tell of is read at once; only which roles and shared layers apply has to be read first.
        var id = held.Corporation.Value;
        var corporationCopy = Hold(FeedName.Corporations, id);
        var link = held.User is { } user ? Hold(FeedName.Memberships, $"{id}/{user.Value}") : null;
        HeldGrain[] known = link is null
            ? [corporationCopy, Layer($"corporation:{id}")]
            : [corporationCopy, link, Layer($"corporation:{id}"), Layer($"user:{id}:{held.User!.Value.Value}")];
        await Load(known, cancellationToken);

        // Versions before values: if either changes while the layers are read, they are not the ones that apply.
        HeldGrain[] parts = link is null ? [corporationCopy] : [corporationCopy, link];
        (HeldGrain Grain, long Version)[] address = [.. parts.Select(part => (part, part.Version))];
        var corporation = corporationCopy.Value as Corporation
            ?? throw new RefusedException(Refusal.NotFound, "corporation-unknown", "There is no such corporation.");
        if (!Modes.Readable.HasFlag(corporation.Mode.AsModes())) throw ModeRefusal.Of(id, corporation.Mode.AsModes());

        HeldGrain[] sources = [.. parts, .. HeldProfile.Scopes(corporation, held.User, link?.Value as Membership).Select(Layer)];
        await Load(sources, cancellationToken);
        return (sources, address);
    }

    private static Task Load(HeldGrain[] grains, CancellationToken cancellationToken)
    {
        var missing = grains.Where(grain => !grain.IsLoaded).Select(grain => grain.Load(cancellationToken)).ToList();
        return missing.Count == 0 ? Task.CompletedTask : Task.WhenAll(missing);
    }

    private HeldGrain Layer(string scope)
    {
        if (!ProfileScope.TryParse(scope, out var parsed)) throw new InvalidOperationException($"'{scope}' is made of ids, so it is a scope.");
        return Hold(FeedName.OfSettings(parsed.GrainKey), parsed.GrainKey);
    }

    private static async Task Reach(string token, HeldGrain[] sources, CancellationToken cancellationToken)
    {
        var at = token.LastIndexOf('@');
        if (at < 0 || !ProfileScope.TryParse(token[..at], out var scope) || !long.TryParse(token[(at + 1)..], out var version) || version < 1)
            throw new RefusedException(Refusal.Invalid, "token-malformed", "A token is a scope and a version, such as corporation:acme@12.", "minVersion");
        var source = sources.FirstOrDefault(source => source.Key == scope.GrainKey && source.IsLayer)
            ?? throw new RefusedException(Refusal.Invalid, "token-foreign", $"The layer {scope} is not in this profile.", "minVersion");

        if (source.Version >= version) return;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LongestWait);
        try
        {
            if (await source.CatchUp(deadline.Token) < version)
                throw new RefusedException(Refusal.Invalid, "token-unknown", $"There is no version {version} of {scope}.", "minVersion");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(Refusal.Unavailable, "profile-behind", $"Version {version} of {scope} did not arrive in time. Try again.", "minVersion");
        }
    }

    /// <summary>Under the lock under which copies are dropped, so that none is handed out that is not followed.</summary>
    private HeldGrain Hold(FeedName name, string key)
    {
        lock (gate)
        {
            if (followers.TryGetValue(name, out var known)) return known.Hold(key, tick);

            IHeldReader reader = name.Shard is not null ? new LayerReader(grains)
                : name == FeedName.Corporations ? new CorporationReader(grains)
                : new MembershipReader(grains);
            var follower = followers[name] = new FeedFollower(name, grains, reader, callers, copies, Changed, clock, logger);
            follower.Start();
            return follower.Hold(key, tick);
        }
    }

    private void Changed() => Interlocked.Increment(ref changes);

    private HeldProfile Hold(CorporationId corporation, UserId? user) => profiles.FindOrAdd(new HeldProfile(corporation, user, shared) { UsedAt = tick });

    /// <summary>Lets go of copies that are in no profile, and of feeds that tell of none.</summary>
    private async Task Release()
    {
        List<FeedFollower> idle = [];
        lock (gate)
        {
            var used = profiles.All().SelectMany(held => held.Sources).ToHashSet();
            foreach (var (name, follower) in followers)
            {
                follower.Keep(used, since: tick - LoadTicks);
                if (follower.Count == 0) idle.Add(follower);
            }

            foreach (var follower in idle) followers.Remove(follower.Name);
        }

        foreach (var follower in idle) await follower.DisposeAsync();
    }
}
