using System.Collections.Concurrent;
using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Jobs;

public sealed class JobQueueGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly CorporationId corporation = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>As an operator calls it: a seal lives for seconds.</summary>
    private IJobQueueGrain Queue
    {
        get
        {
            ClusterFixture.AsOperator();
            return cluster.Grains.JobQueue(corporation);
        }
    }

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_job_of_a_built_in_kind_runs_and_ends()
    {
        var ran = new ConcurrentBag<int>();
        var id = await Order(ScriptedJob.Payload((run, _) =>
        {
            ran.Add(run.Attempt);
            return Task.FromResult(JobOutcome.Succeeded("""{"answer":42}"""));
        }));

        var job = await Ended(id);

        Assert.Equal((JobState.Succeeded, 1, """{"answer":42}"""), (job.State, job.Attempt, job.Result));
        Assert.Equal([1], ran);
        Assert.Equal((1, (string?)null), (job.Log.Single().Attempt, job.Log.Single().FailureCode));
        Assert.Null(job.NextAt);
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_its_pause_until_the_last_attempt()
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        var id = await Order(
            ScriptedJob.Payload((_, _) =>
            {
                times.Enqueue(DateTimeOffset.UtcNow);
                return Task.FromResult(JobOutcome.Failed(new JobFailure("no-luck", "It did not work.")));
            }),
            order => order with { MaxAttempts = 2, BackoffSeconds = 1 });

        var job = await Ended(id);

        Assert.Equal((JobState.Dead, 2, "no-luck"), (job.State, job.Attempt, job.FailureCode));
        Assert.Equal(2, job.Log.Length);
        Assert.True(times.ElementAt(1) - times.ElementAt(0) >= TimeSpan.FromSeconds(0.99), "It was tried again too early.");

        var again = await Queue.Retry(id, Cancelled);
        Assert.Equal(4, again.MaxAttempts);
        Assert.Equal(4, (await Ended(id)).Attempt);
    }

    [Fact]
    public async Task A_job_for_later_does_not_run_before_its_time_and_hardly_after_it()
    {
        var ran = new TaskCompletionSource<DateTimeOffset>();
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(1.5);
        await Order(
            ScriptedJob.Payload((_, _) =>
            {
                ran.TrySetResult(DateTimeOffset.UtcNow);
                return Task.FromResult(JobOutcome.Succeeded());
            }),
            order => order with { DueAt = dueAt });

        var at = await ran.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);

        Assert.True(at >= dueAt, $"It ran {dueAt - at} early.");
    }

    [Fact]
    public async Task Jobs_of_other_kinds_wait_for_a_worker_outside_and_only_its_lease_ends_them()
    {
        var id = await Order("{}", order => order with { Kind = "label" });
        var leased = Assert.Single(await Take("label", "printer", 5));
        Assert.Equal((id, 1), (leased.Id, leased.Attempt));
        Assert.Empty(await Take("label", "printer", 5));

        var renewed = await Queue.Renew([new JobLease(id, 1, 40, "half")], Lease, Cancelled);
        Assert.NotNull(renewed[0]);
        Assert.Equal((JobState.Running, 40, "half"), ((await Queue.Find(id, Cancelled))!.State, (await Queue.Find(id, Cancelled))!.Progress, (await Queue.Find(id, Cancelled))!.Note));

        Assert.False((await Queue.Finish([new JobEnd(id, 2)], Cancelled))[0]);
        Assert.True((await Queue.Finish([new JobEnd(id, 1)], Cancelled))[0]);
        Assert.False((await Queue.Finish([new JobEnd(id, 1)], Cancelled))[0]);
        Assert.Equal(JobState.Succeeded, (await Queue.Find(id, Cancelled))!.State);
    }

    [Fact]
    public async Task A_worker_that_is_lost_holds_its_job_until_the_lease_ends_and_no_longer()
    {
        var id = await Order("{}", order => order with { Kind = "label", MaxAttempts = 2 });
        var first = Assert.Single(await Take("label", "lost", 1, TimeSpan.FromSeconds(2)));
        Assert.Empty(await Take("label", "next", 1));

        var second = await ClusterFixture.Until(() => Take("label", "next", 1), jobs => jobs.Length == 1, "giving it out again");

        var late = DateTimeOffset.UtcNow - first.LeaseUntil;
        Assert.True(late >= TimeSpan.Zero, "It was given out again before the lease ended.");
        Assert.Equal((id, 2), (second[0].Id, second[0].Attempt));
        Assert.False((await Queue.Finish([new JobEnd(id, first.Attempt)], Cancelled))[0]);
        Assert.Equal("worker-lost", (await Queue.Find(id, Cancelled))!.Log[0].FailureCode);
    }

    [Fact]
    public async Task Nobody_outside_takes_or_ends_what_the_runtime_does_itself()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var id = await Order(ScriptedJob.Payload(async (_, token) =>
        {
            started.TrySetResult();
            await release.Task.WaitAsync(token);
            return JobOutcome.Succeeded();
        }));
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);

        Assert.Equal("lane-of-the-runtime", (await Assert.ThrowsAsync<RefusedException>(() => Take(JobLane.Runtime, "thief", 1))).Code);
        Assert.False((await Queue.Finish([new JobEnd(id, 1)], Cancelled))[0]);
        Assert.Null((await Queue.Renew([new JobLease(id, 1)], Lease, Cancelled))[0]);

        release.SetResult();
        Assert.Equal((JobState.Succeeded, 1), ((await Ended(id)).State, (await Ended(id)).Attempt));
    }

    [Fact]
    public async Task Higher_priorities_go_first_and_the_queues_of_one_take_turns()
    {
        await Queue.Order([.. Enumerable.Range(0, 4).Select(_ => Outside("one"))], Cancelled);
        var other = (await Queue.Order([.. Enumerable.Range(0, 2).Select(_ => Outside("two"))], Cancelled)).Select(job => job.Id).ToHashSet();
        var urgent = (await Queue.Order([Outside("three") with { Priority = 9 }], Cancelled))[0].Id;

        var first = await Take("pack", "worker", 3);

        Assert.Contains(first, job => job.Id == urgent);
        Assert.Single(first, job => other.Contains(job.Id));
    }

    [Fact]
    public async Task Queues_take_turns_also_with_room_for_one_at_a_time()
    {
        await Queue.Order([.. Enumerable.Range(0, 4).Select(_ => Outside("one"))], Cancelled);
        await Queue.Order([.. Enumerable.Range(0, 4).Select(_ => Outside("two"))], Cancelled);

        var queues = new List<string>();
        for (var number = 0; number < 4; number++)
            queues.Add((await Queue.Find((await Take("pack", "worker", 1)).Single().Id, Cancelled))!.Queue);

        Assert.Equal(2, queues.Count(queue => queue == "one"));
    }

    [Fact]
    public async Task The_same_dedupe_key_is_the_same_job_until_that_has_ended()
    {
        var order = Outside("one") with { DedupeKey = "invoice 7" };
        var first = (await Queue.Order([order], Cancelled))[0];
        var second = (await Queue.Order([order, order], Cancelled));
        Assert.True(first.IsNew);
        Assert.All(second, job => Assert.Equal((first.Id, false), (job.Id, job.IsNew)));

        var leased = Assert.Single(await Take("pack", "worker", 10));
        await Queue.Finish([new JobEnd(leased.Id, leased.Attempt)], Cancelled);
        Assert.True((await Queue.Order([order], Cancelled))[0].IsNew);
    }

    [Fact]
    public async Task Jobs_with_one_concurrency_key_run_one_at_a_time()
    {
        await Queue.Order([Outside("one") with { ConcurrencyKey = "till 1" }, Outside("one") with { ConcurrencyKey = "till 1" }, Outside("one")], Cancelled);
        var first = await Take("pack", "worker", 10);
        Assert.Equal(2, first.Length);
        Assert.Empty(await Take("pack", "worker", 10));

        await Queue.Finish([.. first.Select(job => new JobEnd(job.Id, job.Attempt))], Cancelled);
        Assert.Single(await Take("pack", "worker", 10));
    }

    [Fact]
    public async Task A_queue_is_bounded_paused_and_resumed()
    {
        await Queue.Order([.. Enumerable.Range(0, 5).Select(_ => Outside("slow"))], Cancelled);
        Assert.Equal(2, (await Queue.Bound("slow", 2, Cancelled)).Parallel);
        var first = await Take("pack", "worker", 10);
        Assert.Equal(2, first.Length);

        var paused = await Queue.Pause("slow", true, Cancelled);
        Assert.Equal((true, 3, 3, 2), (paused.IsPaused, paused.Waiting, paused.Due, paused.Running));
        await Queue.Finish([.. first.Select(job => new JobEnd(job.Id, job.Attempt))], Cancelled);
        Assert.Empty(await Take("pack", "worker", 10));

        await Queue.Pause("slow", false, Cancelled);
        Assert.Equal(2, (await Take("pack", "worker", 10)).Length);
        Assert.Equal("queue-unknown", (await Assert.ThrowsAsync<RefusedException>(() => Queue.Pause("nothing", true, Cancelled))).Code);
    }

    [Fact]
    public async Task A_corporation_names_no_more_kinds_than_it_may()
    {
        await Queue.Order([.. Enumerable.Range(0, JobOrder.MaxKinds).Select(number => Outside("one") with { Kind = $"kind-{number}" })], Cancelled);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Queue.Order([Outside("one") with { Kind = "another" }], Cancelled));

        Assert.Equal((Refusal.TooMany, "kinds-too-many", "kind"), (refused.Refusal, refused.Code, refused.Field));
        await Queue.Order([Outside("one") with { Kind = "kind-7" }, Outside("one") with { Kind = "noop" }], Cancelled);
    }

    [Fact]
    public async Task A_waiting_job_is_rescheduled_run_now_and_cancelled()
    {
        var later = DateTimeOffset.UtcNow.AddHours(2);
        var id = (await Queue.Order([Outside("one") with { DueAt = DateTimeOffset.UtcNow.AddHours(1) }], Cancelled))[0].Id;
        Assert.Equal(JobState.Waiting, (await Queue.Find(id, Cancelled))!.State);
        Assert.Equal(later.UtcTicks / 10, (await Queue.Reschedule(id, later, Cancelled)).DueAt.UtcTicks / 10);
        Assert.Equal(JobState.Due, (await Queue.RunNow(id, Cancelled)).State);
        var leased = Assert.Single(await Take("pack", "worker", 1));

        Assert.Equal(JobState.Cancelled, (await Queue.Cancel(id, Cancelled)).State);
        Assert.Null((await Queue.Renew([new JobLease(id, leased.Attempt)], Lease, Cancelled))[0]);
        Assert.False((await Queue.Finish([new JobEnd(id, leased.Attempt)], Cancelled))[0]);
        Assert.Equal("job-state", (await Assert.ThrowsAsync<RefusedException>(() => Queue.Cancel(id, Cancelled))).Code);
        Assert.Equal("job-unknown", (await Assert.ThrowsAsync<RefusedException>(() => Queue.Cancel(JobId.Parse("nothing"), Cancelled))).Code);
    }

    [Fact]
    public async Task Lists_go_newest_first_through_waiting_and_ended_jobs()
    {
        var ids = new List<JobId>();
        for (var index = 0; index < 7; index++)
        {
            ids.Add((await Queue.Order([Outside("one")], Cancelled))[0].Id);
            await Task.Delay(2, Cancelled);
        }

        foreach (var job in await Take("pack", "worker", 3)) await Queue.Finish([new JobEnd(job.Id, job.Attempt)], Cancelled);
        ids.Reverse();

        var listed = new List<JobId>();
        string? cursor = null;
        do
        {
            var page = await Queue.List(new JobQuery(Limit: 2, Cursor: cursor), Cancelled);
            listed.AddRange(page.Items.Select(job => job.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(ids, listed);
        Assert.Equal(4, (await Queue.List(new JobQuery(JobState.Due), Cancelled)).Items.Length);
        Assert.Equal(3, (await Queue.List(new JobQuery(JobState.Succeeded, Kind: "pack"), Cancelled)).Items.Length);
        Assert.Empty((await Queue.List(new JobQuery(Queue: "two"), Cancelled)).Items);
        Assert.Equal(7, await Queue.Count(new JobQuery(), Cancelled));
    }

    [Fact]
    public async Task Many_are_cancelled_and_retried_in_parts_with_the_outcome_of_each()
    {
        await Queue.Order([.. Enumerable.Range(0, 250).Select(_ => Outside("one"))], Cancelled);
        var first = await Queue.CancelMany(new JobQuery(Kind: "pack"), Cancelled);
        var second = await Queue.CancelMany(new JobQuery(Kind: "pack", Cursor: first.Next), Cancelled);
        Assert.Equal((200, 50), (first.Done.Length, second.Done.Length));
        Assert.Empty(await Take("pack", "worker", 10));

        Assert.Equal(200, (await Queue.RetryMany(new JobQuery(JobState.Cancelled), Cancelled)).Done.Length);
        Assert.Equal(10, (await Take("pack", "worker", 10)).Length);
    }

    [Fact]
    public async Task Of_many_that_are_retried_one_whose_dedupe_key_is_taken_is_skipped_with_the_reason()
    {
        var keyed = (await Queue.Order([Outside("one") with { DedupeKey = "invoice 7" }], Cancelled))[0].Id;
        await Queue.Order([Outside("one"), Outside("one")], Cancelled);
        await Queue.CancelMany(new JobQuery(), Cancelled);
        await Queue.Order([Outside("one") with { DedupeKey = "invoice 7" }], Cancelled);

        var retried = await Queue.RetryMany(new JobQuery(JobState.Cancelled), Cancelled);

        Assert.Equal(2, retried.Done.Length);
        Assert.Equal([keyed], retried.Skipped);
        Assert.Equal([new JobObstacle(keyed, "dedupe-key-taken")], retried.Obstacles);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Queue.Retry(keyed, Cancelled));
        Assert.Equal((Refusal.Conflict, "dedupe-key-taken"), (refused.Refusal, refused.Code));
    }

    [Fact]
    public async Task A_job_that_ended_elsewhere_while_its_queue_was_read_holds_nobody_up_until_its_lease_ends()
    {
        var store = cluster.Services(0).GetRequiredService<IJobStore>();
        var now = DateTimeOffset.UtcNow;
        var rows = Enumerable.Range(0, 2).Select(number => new JobRow(
            JobId.Make(now), "one", "pack", "pack", now, now, 5, 0, 3, 3, 600, 5, now, "op", "{}"u8.ToArray())
        { ConcurrencyKey = "till" }).ToImmutableArray();
        await store.Add(corporation, rows, Modes.Any, static _ => [], Cancelled);
        await store.Change(corporation, [new JobChange(rows[0].Id, row => row.Lease("elsewhere", now, TimeSpan.FromMinutes(9)))], Cancelled);
        Assert.Empty(await Take("pack", "worker", 1));

        await store.Change(corporation, [new JobChange(rows[0].Id, row => row.Succeed(1, now, null))], Cancelled);

        var leased = await ClusterFixture.Until(() => Take("pack", "worker", 1), jobs => jobs.Length == 1, "giving the next one out");
        Assert.Equal(rows[1].Id, leased[0].Id);
    }

    [Fact]
    public async Task Neither_the_same_hand_nor_the_same_person_approves_a_job()
    {
        var store = cluster.Services(0).GetRequiredService<IJobStore>();
        var now = DateTimeOffset.UtcNow;
        var row = new JobRow(
            JobId.Make(now), "one", "pack", JobLane.Approval, now.AddDays(1), now, 5, 0, 3, 3, 60, 5, now, "key:one", "{}"u8.ToArray())
        { CreatedFor = "ann" };
        await store.Add(corporation, [row], Modes.Any, static _ => [], Cancelled);

        foreach (var author in new[] { new CallerContext(CallerKind.Operator, "key:one"), new CallerContext(CallerKind.Operator, "key:two", OnBehalfOf: "ann") })
        {
            ClusterFixture.As(author with { Permissions = PermissionSet.All });
            Assert.Equal(
                "approval-by-author",
                (await Assert.ThrowsAsync<RefusedException>(() => cluster.Grains.JobQueue(corporation).Approve(row.Id, Cancelled))).Code);
        }

        ClusterFixture.As(new CallerContext(CallerKind.Operator, "key:two", OnBehalfOf: "bob", Permissions: PermissionSet.All));
        Assert.Equal(JobState.Due, (await cluster.Grains.JobQueue(corporation).Approve(row.Id, Cancelled)).State);
    }

    [Theory]
    [InlineData("queue", "queue-malformed")]
    [InlineData("kind", "kind-malformed")]
    [InlineData("payload", "payload-malformed")]
    [InlineData("priority", "priority-out-of-range")]
    [InlineData("maxAttempts", "max-attempts-out-of-range")]
    [InlineData("dedupeKey", "dedupe-key-malformed")]
    [InlineData("dueAt", "due-too-far")]
    public async Task A_bad_order_is_refused_by_field_and_rule_and_stores_nothing(string field, string code)
    {
        var bad = field switch
        {
            "queue" => Outside("No Queue"),
            "kind" => Outside("one") with { Kind = "" },
            "payload" => Outside("one") with { Payload = "{" },
            "priority" => Outside("one") with { Priority = 10 },
            "maxAttempts" => Outside("one") with { MaxAttempts = 0 },
            "dedupeKey" => Outside("one") with { DedupeKey = "" },
            _ => Outside("one") with { DueAt = DateTimeOffset.UtcNow.AddYears(2) },
        };

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Queue.Order([Outside("one"), bad], Cancelled));

        Assert.Equal((Refusal.Invalid, code, $"jobs[1].{field}"), (refused.Refusal, refused.Code, refused.Field));
        Assert.Empty((await Queue.List(new JobQuery(), Cancelled)).Items);
    }

    [Fact]
    public async Task A_frozen_corporation_takes_no_jobs_and_runs_none()
    {
        await Order("{}", order => order with { Kind = "pack" });
        ClusterFixture.AsOperator();
        await cluster.Grains.Corporation(corporation).SetMode(CorporationMode.Frozen, "test", Cancelled);

        Assert.Equal(Refusal.Mode, (await Assert.ThrowsAsync<RefusedException>(() => Order("{}"))).Refusal);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancelled); // a silo knows of it within a second
        ClusterFixture.As(new CallerContext(CallerKind.System, SystemActors.Work, Corporation: corporation));
        Assert.Empty(await cluster.Grains.JobQueue(corporation).Lease("pack", "worker", 10, Lease, Cancelled));
    }

    private static JobOrder Outside(string queue) => new(queue, "pack", "{}");

    private async Task<JobId> Order(string payload, Func<JobOrder, JobOrder>? change = null)
    {
        var order = new JobOrder("tests", "noop", payload);
        return (await Queue.Order([change is null ? order : change(order)], Cancelled))[0].Id;
    }

    private Task<ImmutableArray<LeasedJob>> Take(string lane, string worker, int max, TimeSpan? lease = null) =>
        Queue.Lease(lane, worker, max, lease ?? Lease, Cancelled);

    private Task<Job> Ended(JobId id) => ClusterFixture.Until(
        async () => (await Queue.Find(id, Cancelled))!, job => job.FinishedAt is not null, "the end of the job");
}
