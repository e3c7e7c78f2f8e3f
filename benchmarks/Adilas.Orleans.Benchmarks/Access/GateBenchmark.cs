using System.Diagnostics;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Benchmarks;

/// <summary>
/// Three silos in this process: without the gate, with Orleans' filters that do nothing instead, and with it; an external client calls a grain that does nothing, 200 calls in flight, in turn.
/// The caller of the gated silo signs a seal for each of 100 corporations and renews it as the client library does.
/// </summary>
internal sealed class GateBenchmark : IBenchmark
{
    private const int InFlight = 200;
    private const int Corporations = 100;

    // Many short turns in quick succession, so that what else runs on the machine hits all alike.
    private const int TurnsARound = 50;
    private const int Calls = 8_000;

    // It takes so many until the runtime has compiled for good what a call needs.
    private const int WarmUpCalls = 500_000;

    public string Name => "gate";

    public string Question => "What do seal, rule and mode cost on each grain call?";

    public async Task<BenchmarkResult> Run(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("adilas-bench-").FullName;
        var key = NewKey();
        var keys = new SealKeyRing([key]);
        await using var bare = await DoorHost.Start(18100, null, cancellationToken);
        await using var filtered = await DoorHost.Start(18150, null, cancellationToken, hasFilters: true);
        await using var gated = await DoorHost.Start(18200, new DoorKeys(keys, key, folder), cancellationToken);
        await Load(bare, null, WarmUpCalls);
        await Load(filtered, null, WarmUpCalls);
        await Load(gated, keys, WarmUpCalls);

        var result = new BenchmarkResult(Name);
        for (var turn = 0; turn < run.Rounds * TurnsARound; turn++)
        {
            result.Row("without the gate", "calls/s").Add(await Load(bare, null, Calls));
            result.Row("with filters that do nothing", "calls/s").Add(await Load(filtered, null, Calls));
            result.Row("with the gate", "calls/s").Add(await Load(gated, keys, Calls));
            result.Row("the gate alone, on a seal it knows", "ns/call").Add(gated.MeasureGate(keys, Calls));
        }

        var without = result.Row("without the gate", "calls/s").Median;
        var with = result.Row("with the gate", "calls/s").Median;
        result.AtMost("µs per call", result.Row("the gate alone, on a seal it knows", "ns/call").Median / 1000, 2);
        result.AtMost("share of throughput lost", 1 - (with / without), 0.10);
        Directory.Delete(folder, recursive: true);
        return result;
    }

    private static async Task<double> Load(DoorHost host, SealKeyRing? keys, int calls)
    {
        var doors = Enumerable.Range(0, Corporations).Select(number => new Door(host.Client.GetGrain<IDoorGrain>($"c{number}"), number, keys)).ToArray();
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            for (var call = Interlocked.Increment(ref next); call < calls; call = Interlocked.Increment(ref next))
                await doors[call % Corporations].Knock();
        }));
        return calls / watch.Elapsed.TotalSeconds;
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private sealed class Door(IDoorGrain grain, int number, SealKeyRing? keys)
    {
        private readonly CallerContext caller = new(
            CallerKind.Person, $"u{number}", null, CorporationId.Parse($"c{number}"), PermissionSet.Of(Permission.CorporationsRead));

        private string? seal;
        private long renewedAt;

        public Task Knock()
        {
            if (keys is null) return grain.Knock();
            if (seal is null || Stopwatch.GetElapsedTime(renewedAt) > TimeSpan.FromSeconds(2))
            {
                seal = Seal.Sign(caller, TimeProvider.System.GetUtcNow().AddSeconds(5), SealRing.Web, keys);
                renewedAt = Stopwatch.GetTimestamp();
            }

            DoorSeal.Current = seal;
            return grain.Knock();
        }
    }
}
