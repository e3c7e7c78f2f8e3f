using System.Diagnostics;
using System.Globalization;
using Adilas.Corporations;
using Adilas.Settings;

namespace Adilas.Benchmarks;

/// <summary>Changes random corporations at a steady rate, and once a second the system layer, while front ends that hold all of them look.</summary>
internal sealed class PropagationLoad(SettingsHosts hosts, IReadOnlyList<FrontEnd> fronts, int perSecond)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LoadedAtOnce = 32;

    private readonly Lock gate = new();
    private int missed;

    public Samples Delays { get; } = new();

    public Samples SystemDelays { get; } = new();

    public int Missed => missed;

    public double PerSecond { get; private set; }

    public async Task Run(TimeSpan time, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            fronts.SelectMany(front => hosts.Corporations.Select(id => (front, id))),
            new ParallelOptions { MaxDegreeOfParallelism = LoadedAtOnce, CancellationToken = cancellationToken },
            async (each, token) => await each.front.Replica.Get(each.id, cancellationToken: token));

        var random = new Random(1);
        List<Task> changes = [];
        var watch = Stopwatch.StartNew();
        for (var n = 0; watch.Elapsed < time; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond);
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, cancellationToken);
            var corporation = hosts.Corporations[random.Next(hosts.Corporations.Count)];
            changes.Add(Change(ProfileScope.Of(corporation), corporation, Delays, cancellationToken));
            if (n % perSecond == 0) changes.Add(Change(ProfileScope.System, corporation, SystemDelays, cancellationToken));
        }

        PerSecond = changes.Count / watch.Elapsed.TotalSeconds;
        await Task.WhenAll(changes);
    }

    private async Task Change(ProfileScope scope, CorporationId corporation, Samples times, CancellationToken cancellationToken)
    {
        var value = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        SettingsLayer stored;
        using (fronts[0].Enter())
        {
            stored = await fronts[0].Grains.SettingsProfile(scope)
                .Edit(new SettingsEdit(SettingsEditKind.Value, $"\"{value}\"", "custom.n"), cancellationToken);
        }

        var acknowledged = Stopwatch.GetTimestamp();
        await Task.WhenAll(fronts.Select(async front =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                await foreach (var profile in front.Replica.Watch(corporation, cancellationToken: patience.Token))
                {
                    if (profile.Layers.GetValueOrDefault(scope.Text) < stored.Version) continue;
                    lock (gate) times.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
                    return;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref missed);
            }
        }));
    }
}
