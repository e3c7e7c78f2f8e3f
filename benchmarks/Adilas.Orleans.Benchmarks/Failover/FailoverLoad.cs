using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Benchmarks;

/// <summary>
/// The load process, started as <c>failover-load IDS CALLS</c> with the environment of a front end: asks every corporation again and again, writes
/// to one after the other, and notes each answer in the file CALLS. At SIGTERM it counts the acknowledged writes that are lost.
/// </summary>
internal sealed class FailoverLoad(FrontEnd front, string[] ids, FailoverCalls calls)
{
    public const string Mode = "failover-load";

    private const int Writers = 8;

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<(string Id, string Name)> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> failedQuestions = new();
    private readonly ConcurrentDictionary<string, int> failedWrites = new();
    private int writes;

    public static async Task<int> Run(string[] arguments)
    {
        if (arguments is not [var idsFile, var callsFile]) return 2;

        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => new KeyValuePair<string, string?>((string)variable.Key, (string?)variable.Value));
        await using var front = await FrontEnd.Connect(environment, stop.Token);
        await using var calls = new FailoverCalls(callsFile);
        var load = new FailoverLoad(front, await File.ReadAllLinesAsync(idsFile, stop.Token), calls);
        Console.WriteLine((await load.Run(stop.Token)).Line);
        return 0;
    }

    private async Task<FailoverSummary> Run(CancellationToken stopping)
    {
        await Task.WhenAll(
            Enumerable.Range(0, ids.Length).Select(index => Task.Run(() => Ask(index, stopping), CancellationToken.None))
                .Concat(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => Write(stopping), CancellationToken.None))));
        return new FailoverSummary(failedQuestions, failedWrites, acknowledged.Count, await CountLost());
    }

    /// <summary>A wait lasts from the question to the first answer, however often it has to be asked.</summary>
    private async Task Ask(int index, CancellationToken stopping)
    {
        using var caller = front.Enter();
        var grain = front.Grains.Corporation(CorporationId.Parse(ids[index]));
        await Task.Delay(AskEvery * (index / (double)ids.Length), CancellationToken.None);
        using var pace = new PeriodicTimer(AskEvery);
        var asked = Stopwatch.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            if (await Try(() => grain.Find(CancellationToken.None), failedQuestions))
            {
                calls.Note(new FailoverCall(index, asked, Stopwatch.GetTimestamp()));
                await pace.WaitForNextTickAsync(CancellationToken.None);
                asked = Stopwatch.GetTimestamp();
            }
        }
    }

    private async Task Write(CancellationToken stopping)
    {
        using var caller = front.Enter();
        using var pace = new PeriodicTimer(WriteEvery);
        while (!stopping.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref writes);
            var (id, name) = (ids[number % ids.Length], string.Create(CultureInfo.InvariantCulture, $"w{number}"));
            while (!await Try(() => Edit(id, name), failedWrites))
            {
            }

            acknowledged.Enqueue((id, name));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task Edit(string id, string name)
    {
        using var operation = front.EnterOperation(new OperationKey($"bench-{Environment.ProcessId}-{name}", name));
        var patch = string.Create(CultureInfo.InvariantCulture, $$"""{"custom": {"load{{Environment.ProcessId}}": {"{{name}}": 1} } }""");
        await Profile(id).Edit(new SettingsEdit(SettingsEditKind.Merge, patch));
    }

    private async Task<int> CountLost()
    {
        using var caller = front.Enter();
        var lost = 0;
        foreach (var written in acknowledged.GroupBy(write => write.Id, write => write.Name))
        {
            using var stored = System.Text.Json.JsonDocument.Parse((await Profile(written.Key).Find())!.Document.Json);
            var kept = stored.RootElement.GetProperty("custom").GetProperty($"load{Environment.ProcessId}");
            lost += written.Count(name => !kept.TryGetProperty(name, out _));
        }

        return lost;
    }

    private ISettingsProfileGrain Profile(string id) => ProfileScope.TryParse($"corporation:{id}", out var scope)
        ? front.Grains.SettingsProfile(scope)
        : throw new InvalidOperationException($"'{id}' is no corporation's id.");

    /// <summary>Whether the call succeeded; if not, it is counted by its reason, and may be made again.</summary>
    private static async Task<bool> Try(Func<Task> call, ConcurrentDictionary<string, int> failures)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception failure)
        {
            // An asker that ended here would look like a corporation that never answers again.
            var reason = failure is RefusedException refused ? refused.Code : failure.GetType().Name;
            if (failures.AddOrUpdate(reason, 1, (_, count) => count + 1) is 1) await Console.Error.WriteLineAsync($"The first of {reason}: {failure}");
            await Task.Delay(Pause, CancellationToken.None);
            return false;
        }
    }
}
