using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

public sealed class JobStoreTests(MySqlFixture servers)
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_job_is_stored_leased_failed_retried_and_ended_as_it_was(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        var job = Job(1) with { DedupeKey = "été 1", ConcurrencyKey = "till", Origin = "schedule:nightly", CreatedFor = "u1" };
        Assert.Equal([job.Id], await Add(store, job));
        Assert.Equivalent(job, await store.Find(Acme, job.Id, Cancelled), strict: true);

        var leased = await Change(store, job.Id, row => row.Lease("w", Now, Lease));
        Assert.Equivalent(leased, await store.Find(Acme, job.Id, Cancelled), strict: true);
        Assert.Equal([job.Id], (await store.Running(Acme, Cancelled)).Select(row => row.Id));
        Assert.Null(await Change(store, job.Id, row => row.Lease("other", Now, Lease)));
        Assert.Null(await Change(store, job.Id, row => row.Succeed(2, Now, null)));

        var failed = await Change(store, job.Id, row => row.Fail(new JobEnd(job.Id, 1, "{}", "no-luck", "It failed."), Now, 0));
        Assert.Equal((Now.AddSeconds(5), "no-luck", 1), (failed!.NextAt, failed.FailureCode, failed.Log.Length));
        await Change(store, job.Id, row => row.Lease("w", Now.AddSeconds(5), Lease));
        var ended = await Change(store, job.Id, row => row.Succeed(2, Now.AddSeconds(6), """{"a":"é"}"""));
        var found = await store.Find(Acme, job.Id, Cancelled);
        Assert.Equal((JobState.Succeeded, Now.AddSeconds(6), """{"a":"é"}"""), (found!.End, found.FinishedAt, found.Result));
        Assert.Equal((2, "till", "{}"), (found.Log.Length, found.ConcurrencyKey, System.Text.Encoding.UTF8.GetString(found.Payload)));
        Assert.Equal(ended!.Log, found.Log);
        Assert.Empty(await store.Running(Acme, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Lines_are_never_later_than_their_first_job_and_go_when_they_are_empty(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        await Add(store, Job(1) with { NextAt = Now.AddHours(1) }, Job(2) with { NextAt = Now.AddHours(2) }, Job(3) with { Priority = 9 });
        Assert.Equal([(5, Now.AddHours(1)), (9, Now)], (await store.Lines(Acme, Cancelled)).Select(line => (line.Priority, line.DueAt)).Order());

        await Change(store, Id(1), row => row.Cancel(Now, "cancelled", "no"));
        await Change(store, Id(3), row => row.Cancel(Now, "cancelled", "no"));
        var settled = await store.Settle(Acme, [.. await store.Lines(Acme, Cancelled)], Cancelled);

        Assert.Equal([(5, Now.AddHours(2))], settled.Select(line => (line.Priority, line.DueAt)));
        Assert.Equal(settled, await store.Lines(Acme, Cancelled));
        await Change(store, Id(2), row => row.RunNow(Now));
        Assert.Equal(Now, (await store.Lines(Acme, Cancelled)).Single().DueAt);
        Assert.Equal([new DueCorporation(Acme, Now)], await store.DueCorporations("pack", Now, null, 10, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_dedupe_key_is_held_until_its_job_has_ended_also_by_writers_that_race(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        var ids = await Task.WhenAll(Enumerable.Range(1, 40).Select(number => Task.Run(async () =>
            (await Add((number % 2 == 0 ? one : other).Get<IJobStore>(), Job(number) with { DedupeKey = "same" }))[0])));

        var kept = Assert.Single(ids.Distinct());
        var store = one.Get<IJobStore>();
        await Change(store, kept, row => row.Cancel(Now, "cancelled", "no"));
        Assert.Equal([Id(50)], await Add(store, Job(50) with { DedupeKey = "same" }));
        Assert.Null(await Change(store, kept, row => row.Retry(Now)));
        await Change(store, Id(50), row => row.Cancel(Now, "cancelled", "no"));
        Assert.NotNull(await Change(store, kept, row => row.Retry(Now)));
        Assert.Null((await store.Find(Acme, kept, Cancelled))!.End);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_ended_jobs_with_one_dedupe_key_one_comes_back_and_the_rest_of_the_page_goes_on_also_when_two_race(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        var store = one.Get<IJobStore>();
        for (var number = 1; number <= 20; number++)
        {
            await Add(store, Job(number) with { DedupeKey = $"key {number % 5}" });
            await Change(store, Id(number), row => row.Cancel(Now, "cancelled", "no"));
        }

        await Add(store, Job(50) with { DedupeKey = "key 0" });
        var pages = await Task.WhenAll(new[] { one, other, one, other }.Select((journal, place) => Task.Run(async () => await journal.Get<IJobStore>().Change(
            Acme,
            [.. Enumerable.Range(1 + (place * 5), 5).Select(number => new JobChange(Id(number), row => row.Retry(Now), MayHaveEnded: true))],
            Cancelled))));

        var back = pages.SelectMany(page => page).OfType<JobRow>().ToList();
        Assert.Equal(["key 1", "key 2", "key 3", "key 4"], back.Select(row => row.DedupeKey).Order(StringComparer.Ordinal));
        await using var reading = await one.Connect();
        Assert.Equal(5, await reading.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM job"));
        Assert.Equal(16, await reading.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM job_history"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_many_who_want_a_job_one_gets_it(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        await Add(one.Get<IJobStore>(), [.. Enumerable.Range(1, 20).Select(Job)]);

        var leases = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
            await Change((number % 2 == 0 ? one : other).Get<IJobStore>(), Id(1 + (number % 20)), row => row.Lease($"w{number}", Now, Lease)))));

        Assert.Equal(20, leases.Count(row => row is not null));
        Assert.All(await one.Get<IJobStore>().Running(Acme, Cancelled), row => Assert.Equal(1, row.Attempt));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Due_jobs_come_by_time_without_those_whose_key_is_busy(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        await Add(
            store,
            Job(1) with { NextAt = Now.AddSeconds(2) }, Job(2) with { NextAt = Now.AddSeconds(1), ConcurrencyKey = "till" },
            Job(3) with { ConcurrencyKey = "desk" }, Job(4) with { NextAt = Now.AddSeconds(9) });
        var line = (await store.Lines(Acme, Cancelled)).Single();

        Assert.Equal([Id(3), Id(2), Id(1)], (await store.Due(Acme, line, Now.AddSeconds(5), [], 10, Cancelled)).Select(job => job.Id));
        Assert.Equal([Id(3), Id(1)], (await store.Due(Acme, line, Now.AddSeconds(5), ["till"], 10, Cancelled)).Select(job => job.Id));
        Assert.Equal([Id(3)], (await store.Due(Acme, line, Now.AddSeconds(5), [], 1, Cancelled)).Select(job => job.Id));
        Assert.Equal((4, 1, (DateTimeOffset?)Now), await store.CountLines(Acme, (await store.Lines(Acme, Cancelled)).Where(line => line.Queue == "one"), Now, 100, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Kinds_for_workers_outside_are_bounded_in_all_corporations_together(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        await Add(store, Job(1) with { Lane = "a", Kind = "a" }, Job(2) with { Lane = "b", Kind = "b" }, Job(3) with { Lane = "b", Queue = "two" }, Job(4) with { Lane = JobLane.Runtime });
        Assert.Equal(["a", "b", JobLane.Runtime], (await store.Lanes(10, Cancelled)).Order(StringComparer.Ordinal));

        var kinds = new JobKinds(store, Options.Create(new JobsOptions { MaxKinds = 3 }), TimeProvider.System);
        await kinds.Check(["a", "noop", "c"], Cancelled);
        await kinds.Check(["c"], Cancelled);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => kinds.Check(["a", "d"], Cancelled));
        Assert.Equal((Refusal.TooMany, "kinds-too-many-in-all", "kind"), (refused.Refusal, refused.Code, refused.Field));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Jobs_that_are_more_together_than_the_server_takes_at_once_end_in_one_transaction(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        var payload = Backslashes(JobOrder.MaxPayloadBytes);
        foreach (var part in Enumerable.Range(1, 200).Chunk(20)) await Add(store, [.. part.Select(number => Job(number) with { Payload = payload })]);

        var changes = Enumerable.Range(1, 200).Select(number => new JobChange(Id(number), row => row.Cancel(Now, "cancelled", "no")));
        Assert.DoesNotContain(null, await store.Change(Acme, [.. changes], Cancelled));

        Assert.Equal(payload, (await store.Find(Acme, Id(200), Cancelled))!.Payload);
    }

    [Fact]
    public async Task A_job_that_can_never_fit_is_refused_by_the_limit_and_its_neighbours_are_stored()
    {
        await using var journal = await Open(SqlDialect.MySql);
        var store = journal.Get<IJobStore>();
        await using var connection = await journal.Connect();
        var packet = (int)await connection.ExecuteScalarAsync<long>("SELECT @@max_allowed_packet");
        var large = Job(1) with { Payload = Backslashes(packet / 2) };

        var adding = Enumerable.Range(2, 20).Select(number => Add(store, Job(number))).ToList();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Add(store, large));

        Assert.Equal((Refusal.Invalid, "job-too-large"), (refused.Refusal, refused.Code));
        await Task.WhenAll(adding);
        Assert.Equal(20, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM job"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Ended_jobs_go_when_their_day_is_over(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        await store.Tidy(Now, Now.AddDays(-30), Cancelled);
        await Add(store, Job(1), Job(2));
        await Change(store, Id(1), row => row.Cancel(Now, "cancelled", "no"));
        await Change(store, Id(2), row => row.Cancel(Now.AddDays(2), "cancelled", "no"));

        await store.Tidy(Now.AddDays(32), Now.AddDays(1.5), Cancelled);

        Assert.Null(await store.Find(Acme, Id(1), Cancelled));
        Assert.NotNull(await store.Find(Acme, Id(2), Cancelled));
        await store.Tidy(Now.AddDays(33), Now.AddDays(3), Cancelled);
        Assert.Null(await store.Find(Acme, Id(2), Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_change_that_throws_stores_nothing_and_leaves_the_writer_fit_for_the_next(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var store = journal.Get<IJobStore>();
        await Add(store, Job(1));

        await Assert.ThrowsAsync<RefusedException>(() => Change(store, Id(1), _ => throw new InvalidDataException("A mistake in a rule.")));

        Assert.NotNull(await Change(store, Id(1), row => row.Lease("w", Now, Lease)));
        using (TestJournal.Call())
        {
            var thing = await journal.Load("acme/thing");
            await thing.Write("stored by the journal");
        }
    }

    private Task<TestJournal> Open(SqlDialect dialect) => OpenAfter(servers.NewConnection(dialect));

    private static async Task<TestJournal> OpenAfter(Task<PlatformConnection> connection) => await Open(await connection);

    private static Task<TestJournal> Open(PlatformConnection connection) => TestJournal.Open(connection, services => services.AddPlatformPorts());

    private static Task<ImmutableArray<JobId>> Add(IJobStore store, params JobRow[] jobs) =>
        store.Add(Acme, [.. jobs], Modes.Live, static _ => [], Cancelled);

    private static async Task<JobRow?> Change(IJobStore store, JobId id, Func<JobRow, JobRow?> apply) =>
        (await store.Change(Acme, [new JobChange(id, apply, MayHaveEnded: true)], Cancelled))[0];

    private static byte[] Backslashes(int length) => [.. "\""u8, .. Enumerable.Repeat((byte)'\\', length - 2), .. "\""u8];

    private static JobId Id(int number) => JobId.Parse($"job-{number:000}");

    private static JobRow Job(int number) => new(
        Id(number), "one", "pack", "pack", Now, Now, 5, 0, 3, 3, 60, 5, Now, "key:ann", "{}"u8.ToArray());
}
