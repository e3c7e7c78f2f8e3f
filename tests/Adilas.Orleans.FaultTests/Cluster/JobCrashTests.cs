using System.Collections.Concurrent;
using System.Globalization;
using Adilas.Access;
using Adilas.Calling;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.LocalCluster;
using Adilas.Refusals;

namespace Adilas.Cluster;

/// <summary>Jobs while silos and workers die: each comes to exactly one end, and what is due while nobody is there runs when somebody is.</summary>
[Collection(ClusterCollection.Name)]
public sealed class JobCrashTests(ClusterFixture shared) : IAsyncLifetime
{
    private const string Outside = "model";
    private const int Workers = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<JobId, Told> told = new();
    private readonly CancellationTokenSource stopping = new();
    private FrontEnd front = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_dies_each_job_comes_to_one_end_and_none_is_lost()
    {
        var workers = Enumerable.Range(0, Workers).Select(Work).ToList();
        var half = Scenario.Size(usual: 150, full: 3_000);
        await Order(half);
        shared.Cluster.Silos[0].Kill();
        await Order(half);
        shared.Cluster.Silos[1].Kill();

        await Deadline.Until("every job has ended", _ => AllHaveEnded(), Scenario.Limit, Cancelled);
        await stopping.CancelAsync();
        await Task.WhenAll(workers);

        var ids = told.Keys.Select(id => $"'{id}'").ToList();
        Assert.Equal(
            ids.Count.ToString(CultureInfo.InvariantCulture),
            Convert.ToString(await shared.Cluster.Execute($"SELECT COUNT(*) FROM adilas.job_history WHERE job_id IN ({string.Join(',', ids)})"), CultureInfo.InvariantCulture));
        foreach (var (id, own) in told)
        {
            var job = (await Calling(() => front.Grains.JobQueue(own.Corporation).Find(id, Cancelled)))!;
            if (own.Cancelled) Assert.Equal(JobState.Cancelled, job.State);
            else if (job.State is JobState.Cancelled) Assert.True(own.MayBeCancelled, $"Nobody cancelled {id}.");
            else Assert.Equal(JobState.Succeeded, job.State);
            Assert.True(own.Accepted <= 1, $"{own.Accepted} ends of {id} were accepted.");
            if (own.Accepted == 1) Assert.Equal(JobState.Succeeded, job.State);
            if (job is { State: JobState.Succeeded, Kind: Outside }) Assert.True(own.Accepted == 1 || own.Unknown > 0, $"Nobody ended {id}.");
        }

        Assert.True(told.Values.Sum(own => own.Refused) > 0, "No end came late, so that nothing was tried.");
        await shared.IsWhole();
    }

    [Fact]
    public async Task What_is_due_while_all_silos_are_dead_runs_within_two_seconds_of_the_first_that_is_back_and_nobody_connects()
    {
        foreach (var host in shared.Cluster.WebHosts) await host.Stop();
        for (var round = 0; round < Scenario.Size(usual: 2, full: 10); round++) await SurviveOutage();
        foreach (var host in shared.Cluster.WebHosts) await host.Start(Cancelled);
        await shared.IsWhole();
    }

    /// <summary>The outage begins before a job is due, and ends after.</summary>
    private async Task SurviveOutage()
    {
        var corporation = CorporationId.Parse(shared.Corporations[0]);
        var order = new JobOrder("outage", "noop", "{}", DueAt: DateTimeOffset.UtcNow.AddSeconds(5));
        var id = (await Calling(() => front.Grains.JobQueue(corporation).Order([order], Cancelled)))[0].Id;
        await front.DisposeAsync();
        await Task.WhenAll(shared.Cluster.Silos.Select(silo =>
        {
            silo.Kill();
            return silo.Stop(); // so that nothing starts it again
        }));
        Assert.True(DateTimeOffset.UtcNow < order.DueAt, "The outage began too late.");
        await Deadline.Until("the job's time has passed", _ => Task.FromResult(DateTimeOffset.UtcNow > order.DueAt), Scenario.Limit, Cancelled);

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        var starting = Task.WhenAll(shared.Cluster.Silos.Select(silo => silo.Start(Cancelled)));
        var firstReady = DateTimeOffset.MinValue;
        await Deadline.Until("a silo is ready", async token => (firstReady = await ReadySince(http, token)) > DateTimeOffset.MinValue, Scenario.Limit, Cancelled);
        object? started = null;
        await Deadline.Until(
            "the job has run",
            async _ => (started = await shared.Cluster.Execute($"SELECT started_at FROM adilas.job_history WHERE job_id = '{id}'")) is long,
            Scenario.Limit,
            Cancelled);
        await starting;

        var late = DateTimeOffset.UnixEpoch.AddMicroseconds((long)started!) - firstReady;
        Assert.True(firstReady > order.DueAt, "The outage ended too early.");
        Assert.True(late < TimeSpan.FromSeconds(2), $"It ran {late.TotalMilliseconds:0} ms after the first silo said that it is ready.");
        Console.WriteLine($"Due in an outage: ran {late.TotalMilliseconds:0} ms after the first silo said that it is ready.");
        front = await FrontEnd.Connect(shared.Cluster);
    }

    public async ValueTask InitializeAsync() => front = await FrontEnd.Connect(shared.Cluster);

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        stopping.Dispose();
    }

    private async Task<DateTimeOffset> ReadySince(HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var silo in shared.Cluster.Silos.Where(silo => silo.ProcessId > 0))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{silo.Url}/health/ready"), cancellationToken);
                if (answer.IsSuccessStatusCode) return DateTimeOffset.UtcNow;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                continue;
            }
        }

        return DateTimeOffset.MinValue;
    }

    /// <summary>Orders jobs under operation ids, so that one whose answer was lost is ordered once; moves and cancels some of them.</summary>
    private Task Order(int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled },
        async (number, _) =>
        {
            var corporation = CorporationId.Parse(shared.Corporations[number % 10]);
            var kind = number % 3 == 0 ? "noop" : Outside;
            var delay = number % 5 == 0 ? TimeSpan.FromSeconds(1 + (number % 3)) : TimeSpan.Zero;
            var order = new JobOrder($"q{number % 4}", kind, "{}", DateTimeOffset.UtcNow + delay, MaxAttempts: 50, BackoffSeconds: 1, Priority: number % 10);
            var operation = new OperationKey($"{Guid.NewGuid():N}", new string('0', 64));
            var id = (await Calling(() => front.Grains.JobQueue(corporation).Order([order], Cancelled), operation))[0].Id;
            var own = told.GetOrAdd(id, new Told(corporation));
            if (number % 11 == 0) await TryChange(() => front.Grains.JobQueue(corporation).Reschedule(id, DateTimeOffset.UtcNow.AddSeconds(2), Cancelled));
            if (number % 13 != 0) return;
            own.MayBeCancelled = true;
            own.Cancelled = await TryChange(() => front.Grains.JobQueue(corporation).Cancel(id, Cancelled));
        });

    /// <summary>A worker that fails, vanishes, comes late and says everything twice.</summary>
    private async Task Work(int worker)
    {
        var random = new Random(worker);
        var late = new Queue<(CorporationId Corporation, LeasedJob Job)>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var caller = front.Callers.Use(FrontEnd.Caller);
                foreach (var grant in await front.Grains.JobDispatcher(Outside).Take(5, TimeSpan.FromMilliseconds(500), Cancelled))
                {
                    foreach (var job in await front.Grains.JobQueue(grant.Corporation).Lease(Outside, $"worker {worker}", grant.Count, Lease, Cancelled))
                    {
                        var choice = random.Next(10);
                        if (choice == 0) continue;
                        if (choice == 1) late.Enqueue((grant.Corporation, job));
                        else await End(grant.Corporation, job, fails: choice == 2, times: choice == 3 ? 2 : 1);
                    }
                }

                if (late.TryPeek(out var first) && first.Job.LeaseUntil.AddSeconds(2) < DateTimeOffset.UtcNow)
                {
                    late.Dequeue();
                    await End(first.Corporation, first.Job, fails: false, times: 1);
                }
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private async Task End(CorporationId corporation, LeasedJob job, bool fails, int times)
    {
        var own = told.GetOrAdd(job.Id, new Told(corporation));
        var end = fails ? new JobEnd(job.Id, job.Attempt, null, "chance", "It failed.") : new JobEnd(job.Id, job.Attempt, "{}");
        for (var time = 0; time < times; time++)
        {
            try
            {
                var counts = (await front.Grains.JobQueue(corporation).Finish([end], Cancelled))[0];
                if (counts && !fails) own.Add(accepted: 1);
                if (!counts) own.Add(refused: 1);
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown)
            {
                own.Add(unknown: 1);
            }
        }
    }

    private async Task<bool> AllHaveEnded()
    {
        var ids = told.Keys.Select(id => $"'{id}'");
        return Convert.ToInt64(
            await shared.Cluster.Execute($"SELECT COUNT(*) FROM adilas.job WHERE job_id IN ({string.Join(',', ids)})"), CultureInfo.InvariantCulture) == 0;
    }

    private async Task<bool> TryChange(Func<Task<Job>> change)
    {
        try
        {
            await Calling(change);
            return true;
        }
        catch (RefusedException refused) when (refused.Refusal is Refusal.Conflict)
        {
            return false; // it runs, or has ended
        }
    }

    /// <summary>Calls until it is known what came of it.</summary>
    private async Task<T> Calling<T>(Func<Task<T>> call, OperationKey? operation = null)
    {
        while (true)
        {
            using var caller = front.Callers.Use(FrontEnd.Caller);
            using var key = operation is null ? null : front.Callers.UseOperation(operation);
            try
            {
                return await call();
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.Unavailable or Refusal.OutcomeUnknown)
            {
                await Task.Delay(100, Cancelled);
            }
        }
    }

    private sealed class Told(CorporationId corporation)
    {
        private readonly Lock gate = new();

        public CorporationId Corporation { get; } = corporation;

        public bool Cancelled { get; set; }

        public bool MayBeCancelled { get; set; }

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        public int Unknown { get; private set; }

        public void Add(int accepted = 0, int refused = 0, int unknown = 0)
        {
            lock (gate) (Accepted, Refused, Unknown) = (Accepted + accepted, Refused + refused, Unknown + unknown);
        }
    }
}
