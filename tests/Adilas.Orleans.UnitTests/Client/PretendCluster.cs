using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Adilas.Corporations;
using Adilas.Feeds;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Users;

namespace Adilas.Client;

/// <summary>Grains that a test holds in its hands: one corporation of any name, layers, and feeds that say what the test says.</summary>
public class PretendCluster : DispatchProxy
{
    private readonly ConcurrentDictionary<string, LayerReading> layers = new();
    private readonly ConcurrentDictionary<string, Channel> feeds = new();

    private readonly ConcurrentDictionary<string, CorporationReading> corporations = new();

    /// <summary>Layers, by grain key, whose answers are on their way until the test lets them arrive.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Late { get; } = new();

    /// <summary>While it is set, nothing answers.</summary>
    public TaskCompletionSource? CutOff { get; set; }

    public int Readings => readings;

    private int readings;

    public static (IGrainFactory Grains, PretendCluster Cluster) Create()
    {
        var grains = Create<IGrainFactory, PretendCluster>();
        return (grains, (PretendCluster)(object)grains);
    }

    /// <summary>Stores a layer; feeds say nothing of it until <see cref="Tell"/>.</summary>
    public void Store(string scope, long version, string json)
    {
        Assert.True(ProfileScope.TryParse(scope, out var parsed));
        layers[parsed.GrainKey] = new(version, new SettingsLayer(scope, version, SettingsDocument.Parse(json), default, "tester", null));
    }

    public void Tell(string scope, long version)
    {
        Assert.True(ProfileScope.TryParse(scope, out var parsed));
        Feed(FeedName.OfSettings(parsed.GrainKey).GrainKey).Tell(new GrainVersion(parsed.GrainKey, version));
    }

    /// <summary>The corporation has another plan from now on, and its feed says so.</summary>
    public void ChangePlan(string id, string plan, long version)
    {
        corporations[id] = new(version, Of(id) with { Plan = plan, Version = version });
        Feed(FeedName.Corporations.GrainKey).Tell(new GrainVersion(id, version));
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (contract, key) = (targetMethod!.GetGenericArguments()[0], (string)args![0]!);
        var grain = (PretendGrain)typeof(DispatchProxy).GetMethods().Single(method => method is { Name: "Create", IsGenericMethod: true })
            .MakeGenericMethod(contract, typeof(PretendGrain)).Invoke(null, null)!;
        grain.Answer = (method, arguments) => contract.Name switch
        {
            nameof(ICorporationGrain) => Answered(() => corporations.GetOrAdd(key, new CorporationReading(1, Of(key)))),
            nameof(ISettingsProfileGrain) => Answered(() => Read(key), Late.GetValueOrDefault(key)),
            nameof(IFeedGrain) when method.Name is nameof(IFeedGrain.Follow) => Follow(key, (FeedMark?)arguments[0], (CancellationToken)arguments[1]!),
            nameof(IFeedGrain) => Answered(() => Compare(key, (ImmutableArray<GrainVersion>)arguments[0]!)),
            _ => throw new NotSupportedException(contract.Name),
        };
        return grain;
    }

    private LayerReading Read(string key)
    {
        Interlocked.Increment(ref readings);
        return layers.GetValueOrDefault(key);
    }

    private ImmutableArray<GrainVersion> Compare(string feed, ImmutableArray<GrainVersion> held) =>
        [.. held.Select(grain => grain with { Version = VersionOf(feed, grain.Key) }).Where((grain, index) => grain != held[index])];

    private long VersionOf(string feed, string key) => feed == FeedName.Corporations.GrainKey
        ? corporations.TryGetValue(key, out var corporation) ? corporation.Version : 1
        : layers.GetValueOrDefault(key).Version;

    /// <param name="late">The answer is made at once, and arrives when this completes.</param>
    private async Task<T> Answered<T>(Func<T> answer, TaskCompletionSource? late = null)
    {
        await Task.Yield();
        if (CutOff is { } cut) await cut.Task;
        var answered = answer();
        if (late is not null) await late.Task;
        return answered;
    }

    private async Task<FeedNews> Follow(string key, FeedMark? after, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (CutOff is { } cut) await cut.Task.WaitAsync(cancellationToken);
        return await Feed(key).After(after?.Position, cancellationToken);
    }

    private Channel Feed(string key) => feeds.GetOrAdd(key, _ => new Channel());

    public static Corporation Of(string id) => new(
        CorporationId.Parse(id), id, "retail", CorporationKind.Work, StackId.Parse("data0"), "small", UserId.Parse("u1"), CorporationMode.Live, null,
        default, null, default, Version: 1);

    private sealed class Channel
    {
        private readonly List<GrainVersion> told = [];
        private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tell(GrainVersion change)
        {
            lock (told) told.Add(change);
            Interlocked.Exchange(ref more, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        public async Task<FeedNews> After(long? position, CancellationToken cancellationToken)
        {
            if (position is null) return new FeedNews(new FeedMark("e", 0), TimeSpan.Zero, IsReset: true, []);
            while (true)
            {
                var waiting = more.Task;
                lock (told)
                {
                    if (told.Count > position) return new FeedNews(new FeedMark("e", told.Count), TimeSpan.Zero, IsReset: false, [.. told.Skip((int)position.Value)]);
                }

                await waiting.WaitAsync(cancellationToken);
            }
        }
    }
}

/// <summary>One grain whose answers come from a delegate.</summary>
public class PretendGrain : DispatchProxy
{
    public Func<MethodInfo, object?[], object?> Answer { get; set; } = (method, _) => throw new NotSupportedException(method.Name);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args!);
}
