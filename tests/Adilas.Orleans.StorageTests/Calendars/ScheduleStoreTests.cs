using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Calendars;

public sealed class ScheduleStoreTests(MySqlFixture servers)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly ScheduleName Nightly = ScheduleName.Parse("nightly");

    private static readonly ScheduleDefinition Daily = new(new ScheduleTiming("0 3 * * *", "Europe/Berlin"), new ScheduleJob("q", "noop", """{"a":1}"""))
    {
        Note = "été",
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_those_who_move_a_schedule_on_from_the_same_time_one_does(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        await Store(one, "acme/schedule/nightly", Now);
        var standing = await Standing(one);
        Assert.Equal(new DueSchedule(1, Now, ScheduleHold.None, 0, null), standing);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Fire((number % 2 == 0 ? one : other).Get<IScheduleStore>(), Firing(standing, Now))));

        Assert.Equal((1, 9), (results.Count(result => result is FiringResult.Stored), results.Count(result => result is FiringResult.Stale)));
        Assert.Equal(new DueSchedule(1, Now.AddDays(1), ScheduleHold.None, 1, null), await Standing(other));
        var runs = await one.Get<IScheduleStore>().Runs(Acme, Nightly, null, 10, Cancelled);
        Assert.Equal([new ScheduleRun(Now, ScheduleRunKind.Started, null, null, Now)], runs);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task No_time_runs_twice_and_a_changed_definition_is_not_moved_on_by_the_old_one(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var store = journal.Get<IScheduleStore>();
        var first = await Standing(journal);
        Assert.Equal(FiringResult.Stored, await Fire(store, Firing(first, Now)));

        // As when a change of the definition had not heard of the run.
        await Store(journal, "acme/schedule/nightly", Now, version: 1);
        var second = await Standing(journal);
        Assert.Equal((2, Now, 1), (second.Version, second.DueAt, second.RunCount));
        Assert.Equal(FiringResult.Stale, await Fire(store, Firing(first, Now)));
        Assert.Equal(FiringResult.Repeated, await Fire(store, Firing(second, Now)));
        Assert.Equal(second, await Standing(journal));
        Assert.Equal(FiringResult.Stored, await Fire(store, Firing(second, Now) with { Runs = [] }));
        Assert.Single(await store.Runs(Acme, Nightly, null, 10, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_a_mode_forbids_waits_for_the_mode_and_costs_nothing_meanwhile(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var store = journal.Get<IScheduleStore>();
        await SetMode(journal, Modes.Frozen, Now);

        Assert.Equal(FiringResult.Held, await Fire(store, Firing(await Standing(journal), Now)));

        Assert.Equal(new DueSchedule(1, Now, ScheduleHold.Mode, 0, null), await Standing(journal));
        Assert.Empty(await store.Runs(Acme, Nightly, null, 10, Cancelled));
        Assert.Empty(await store.Waking(Now, Now.AddYears(9), null, DateTimeOffset.UnixEpoch, 10, Cancelled));
        await SetMode(journal, Modes.Live, Now.AddHours(1));
        Assert.Equal([new WakingSchedule("acme/schedule/nightly", null)], await store.Waking(Now, Now, null, Now, 10, Cancelled));
        Assert.Empty(await store.Waking(Now, Now, null, Now.AddHours(1), 10, Cancelled));
        Assert.Equal(FiringResult.Stored, await Fire(store, Firing(await Standing(journal), Now)));
        Assert.Equal(ScheduleHold.None, (await Standing(journal)).Hold);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_maintenance_of_the_stack_holds_it_until_that_ends_and_less_than_half_a_minute_longer(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var store = journal.Get<IScheduleStore>();
        var until = Now.AddHours(1);
        await Maintain(journal, Now, until);
        Assert.Equal(FiringResult.Stored, await Fire(store, Firing(await Standing(journal), Now) with { Moves = false, Runs = [], NextAt = null }));

        Assert.Equal(FiringResult.Held, await Fire(store, WithJob(await Standing(journal), Now)));

        Assert.Equal(new DueSchedule(1, Now, ScheduleHold.Maintenance, 0, null), await Standing(journal));
        Assert.Empty(await store.Waking(Now, Now.AddMinutes(1), null, Now, 10, Cancelled));
        var woken = Assert.Single(await store.Waking(until, until.AddMinutes(1), null, Now, 10, Cancelled));
        Assert.InRange(woken.At!.Value, until, until.AddSeconds(30));
        var after = WithJob(await Standing(journal), Now) with { Now = woken.At.Value };
        Assert.Equal(FiringResult.Stored, await Fire(store, after));
        Assert.Equal((ScheduleHold.None, Now.AddDays(1)), ((await Standing(journal)).Hold, (await Standing(journal)).DueAt));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_maintenance_that_is_ended_early_lets_go_of_what_it_held_and_never_held_a_legal_duty(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var store = journal.Get<IScheduleStore>();
        await Maintain(journal, Now, Now.AddHours(5));
        var firing = Firing(await Standing(journal), Now);
        Assert.Equal(FiringResult.Held, await Fire(store, firing));
        Assert.Empty(await store.Waking(Now.AddHours(1), Now.AddHours(1), null, Now, 10, Cancelled));

        await using (var connection = await journal.Connect()) await connection.ExecuteAsync("DELETE FROM stack_maintenance");
        Assert.Equal([new WakingSchedule("acme/schedule/nightly", null)], await store.Waking(Now.AddHours(1), Now.AddHours(1), null, Now, 10, Cancelled));

        await Maintain(journal, Now, Now.AddHours(5));
        var duty = firing with { Expected = await Standing(journal), Definition = Daily with { IsLegalDuty = true } };
        Assert.Equal(FiringResult.Stored, await Fire(store, duty));
        Assert.Empty(await store.Waking(Now.AddHours(1), Now.AddHours(1), null, Now, 10, Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Those_to_be_woken_come_in_the_order_of_their_times_page_by_page(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        foreach (var (name, hours) in new[] { ("a", 3), ("b", 1), ("c", 2), ("d", 1), ("e", 9) }) await Store(journal, $"acme/schedule/{name}", Now.AddHours(hours));
        await Store(journal, "acme/schedule/f", null);
        var store = journal.Get<IScheduleStore>();
        var found = new List<WakingSchedule>();
        IReadOnlyList<WakingSchedule> page;
        do
        {
            page = await store.Waking(Now, Now.AddHours(3), found.LastOrDefault(), Now, 2, Cancelled);
            found.AddRange(page);
        }
        while (page.Count == 2);

        Assert.Equal(["b", "d", "c", "a"], found.Select(it => it.GrainKey[^1..]));
        Assert.Equal(Now.AddHours(1), found[1].At);
        Assert.Equal(6, await store.Count(Acme, Cancelled));
        Assert.Equal(["c", "d"], (await store.List(Acme, ScheduleName.Parse("b"), 2, Cancelled)).Select(it => it.Name.Value));
        Assert.Equal(
            new ScheduleSummary(ScheduleName.Parse("a"), Daily.Timing, "q", "noop", true, false, Now.AddHours(3), ScheduleHold.None, "été"),
            (await store.List(Acme, null, 1, Cancelled)).Single());
        Assert.Equal(0, await store.Count(CorporationId.Parse("acme-2"), Cancelled));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_many_runs_the_latest_are_kept_and_the_answer_to_an_operation_is_stored_with_its_run(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var store = journal.Get<IScheduleStore>();
        for (var day = 0; day < 10; day++)
        {
            var runs = Enumerable.Range(0, 50).Select(minute => Run(Now.AddDays(day).AddMinutes(minute))).ToImmutableArray();
            var at = await Standing(journal);
            Assert.Equal(FiringResult.Stored, await Fire(store, Firing(at, at.DueAt!.Value) with { Runs = runs }));
        }

        Assert.Equal(FiringTransaction.RunsKept, (await store.Runs(Acme, Nightly, null, 1_000, Cancelled)).Count);
        Assert.Equal(Now.AddDays(9).AddMinutes(48), (await store.Runs(Acme, Nightly, Now.AddDays(9).AddMinutes(49), 1, Cancelled)).Single().DueAt);

        var caller = new CallerContext(CallerKind.Operator, "op");
        var operation = new OperationKey("once", "hash");
        var byHand = Firing(await Standing(journal), Now) with
        {
            Moves = false,
            Runs = [Run(Now.AddYears(1))],
            Now = DateTimeOffset.UtcNow,
            Effect = OperationResult.ToEffect(caller, operation, "{}"u8.ToArray()),
        };
        Assert.Equal(FiringResult.Stored, await Fire(store, byHand));
        Assert.Equal("{}"u8.ToArray(), (await journal.Get<IOperationLog>().Find("op", "once", Cancelled))!.Answer);
        Assert.Equal(FiringResult.Repeated, await Fire(store, byHand with { Runs = [Run(Now.AddYears(2))] }));
        Assert.Equal(Now.AddDays(10), (await Standing(journal)).DueAt);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_run_is_stored_with_its_job_and_passed_over_while_the_job_before_has_not_ended(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await Store(journal, "acme/schedule/nightly", Now);
        var (store, jobs) = (journal.Get<IScheduleStore>(), journal.Get<IJobStore>());

        Assert.Equal(FiringResult.Stored, await Fire(store, WithJob(await Standing(journal), Now)));
        var first = await Standing(journal);
        Assert.Equal("""{"a":1}"""u8.ToArray(), (await jobs.Find(Acme, first.LastJob!.Value, Cancelled))!.Payload);
        Assert.Equal([new JobLine(JobLane.Runtime, "q", 5, Now)], await jobs.Lines(Acme, Cancelled));

        Assert.Equal(FiringResult.Stored, await Fire(store, WithJob(first, Now.AddDays(1))));
        var second = await Standing(journal);
        Assert.Equal((first.LastJob, Now.AddDays(2)), (second.LastJob, second.DueAt));
        Assert.Equal(FiringResult.Stored, await Fire(store, WithJob(second, Now.AddDays(2)) with { Definition = Daily with { Overlap = Overlap.Queue } }));
        var third = await Standing(journal);
        Assert.NotEqual(first.LastJob, third.LastJob);

        Assert.Equal(
            [JobState.Due, null, JobState.Due], (await store.Runs(Acme, Nightly, null, 10, Cancelled)).Select(run => run.State));
        var began = Now.AddHours(1);
        Assert.NotNull((await jobs.Change(Acme, [new JobChange(first.LastJob!.Value, row => row.Lease("w", began, TimeSpan.FromMinutes(1)))], Cancelled))[0]);
        Assert.Equal((JobState.Running, began), await StateOf(first.LastJob.Value));
        await jobs.Change(Acme, [new JobChange(first.LastJob.Value, row => row.Succeed(1, began.AddSeconds(2), null))], Cancelled);
        Assert.Equal((JobState.Succeeded, began), await StateOf(first.LastJob.Value));

        await using var connection = await journal.Connect();
        await connection.ExecuteAsync("DELETE FROM job");
        Assert.Equal(FiringResult.Stored, await Fire(store, WithJob(third, Now.AddDays(3))));
        Assert.Equal(
            [ScheduleRunKind.Started, ScheduleRunKind.Started, ScheduleRunKind.Overlapped, ScheduleRunKind.Started],
            (await store.Runs(Acme, Nightly, null, 10, Cancelled)).Select(run => run.Kind));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM job"));

        async Task<(JobState?, DateTimeOffset?)> StateOf(JobId id)
        {
            var run = (await store.Runs(Acme, Nightly, null, 10, Cancelled)).Single(run => run.Job == id);
            return (run.State, run.StartedAt);
        }
    }

    private static ScheduleFiring WithJob(DueSchedule standing, DateTimeOffset at)
    {
        var job = new JobRow(JobId.Derive(at, "nightly"), "q", "noop", JobLane.Runtime, at, at, 5, 0, 3, 3, 60, 5, Now, "~dispatcher", """{"a":1}"""u8.ToArray());
        return Firing(standing, at) with { Runs = [Run(at) with { Job = job.Id }], Jobs = [job] };
    }

    private static ScheduleRun Run(DateTimeOffset at) => new(at, ScheduleRunKind.Started, null, null, Now);

    private static ScheduleFiring Firing(DueSchedule standing, DateTimeOffset at) =>
        new(Acme, Nightly, standing, true, at.AddDays(1), [Run(at)], [], Daily, Modes.Live, Now);

    private static async Task<FiringResult> Fire(IScheduleStore store, ScheduleFiring firing)
    {
        while (true)
        {
            try
            {
                return await store.Fire(firing, Cancelled);
            }
            catch (RefusedException busy) when (busy.Code is "database-busy")
            {
                await Task.Yield(); // chosen to end a dead-lock; a schedule tries again, too
            }
        }
    }

    private static async Task<DueSchedule> Standing(TestJournal journal) => (await journal.Get<IScheduleStore>().Find(Acme, Nightly, Cancelled))!;

    private static async Task<TestJournal> Open(PlatformConnection connection)
    {
        var journal = await TestJournal.Open(connection, services => services.AddPlatformPorts().AddSingleton<IProjection, ScheduleProjection>());
        await SetMode(journal, Modes.Live, DateTimeOffset.UnixEpoch);
        return journal;
    }

    private static async Task Store(TestJournal journal, string key, DateTimeOffset? next, long version = 0)
    {
        using var call = TestJournal.Call();
        var state = new GrainState<ScheduleState>(new ScheduleState { Definition = Daily, NextAt = next, SetAt = Now, CreatedAt = Now, ChangedAt = Now });
        var grain = GrainId.Create("schedule", key);
        if (version > 0) await journal.Storage.ReadStateAsync(StorageNames.Schedule, grain, state);
        state.State = state.State! with { NextAt = next };
        await journal.Storage.WriteStateAsync(StorageNames.Schedule, grain, state);
    }

    private static async Task Maintain(TestJournal journal, DateTimeOffset from, DateTimeOffset until)
    {
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync(
            """
            INSERT INTO stack_maintenance (grain_key, source_version, stack, from_at, until_at, reason, set_by)
            VALUES ('~stack/data0', 1, 'data0', @from, @until, 'disks', 'op')
            """,
            new { from = StoredTime.ToMicroseconds(from), until = StoredTime.ToMicroseconds(until) });
        await connection.ExecuteAsync("DELETE FROM stack_directory");
        await connection.ExecuteAsync(
            "INSERT INTO stack_directory (grain_key, source_version, stack, kind, capacity, registered_at) VALUES ('~stack/data0', 1, 'data0', 0, 9, 0)");
    }

    private static async Task SetMode(TestJournal journal, Modes mode, DateTimeOffset at)
    {
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync("DELETE FROM corporation_fact WHERE grain_key = 'acme'");
        await connection.ExecuteAsync(
            "INSERT INTO corporation_fact (grain_key, source_version, mode, stack, changed_at) VALUES ('acme', 1, @mode, 'data0', @at)",
            new { mode = (int)mode, at = StoredTime.ToMicroseconds(at) });
    }
}
