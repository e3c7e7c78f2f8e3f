using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Calendars;

public sealed class ScheduleGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly ScheduleName Name = ScheduleName.Parse("nightly");
    private static readonly ScheduleJob Job = new("nightly", "noop", """{"a":1}""");
    private static readonly ScheduleDefinition EverySecond = new(new ScheduleTiming(Every: TimeSpan.FromSeconds(1)), Job);
    private static readonly ScheduleDefinition Daily = new(new ScheduleTiming("0 3 * * *", "Europe/Berlin"), Job);

    private readonly CorporationId corporation = ClusterFixture.NewCorporation();

    private ISchedulesGrain Schedules => cluster.Grains.Schedules(corporation);

    private IScheduleGrain Schedule => cluster.Grains.Schedule(corporation, Name);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public async ValueTask DisposeAsync()
    {
        ClusterFixture.AsSystem(corporation);
        if (await Schedule.Find(CancellationToken.None) is not null) await Schedule.Remove(null, CancellationToken.None);
    }

    [Fact]
    public async Task It_runs_at_its_times_without_anybody_calling()
    {
        var set = await Set(EverySecond with { Overlap = Overlap.Queue });

        var runs = await Runs(3);

        Assert.All(runs, run => Assert.Equal(ScheduleRunKind.Started, run.Kind));
        Assert.Equal([2.0, 1, 0], runs.TakeLast(3).Select(run => (run.DueAt - set.NextAt!.Value).TotalSeconds));
        Assert.All(runs, run => Assert.InRange(run.HandledAt - run.DueAt, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task What_the_clock_finds_overdue_is_made_up_for()
    {
        await Set(Daily);
        var database = cluster.Services(0).GetRequiredService<IPlatformDatabase>();
        var due = new DateTimeOffset(2026, 1, 2, 2, 0, 0, TimeSpan.Zero);
        await database.Write(
            (connection, _) => connection.ExecuteAsync(
                "UPDATE schedule_due SET due_at = @due, wake_at = @due WHERE corporation = @corporation",
                new { due = Storage.StoredTime.ToMicroseconds(due), corporation = corporation.Value }),
            Cancelled);

        ClusterFixture.AsSystem(null);
        await cluster.Grains.CalendarClock().Wake(Cancelled);

        var runs = await Runs(2);
        Assert.Equal((ScheduleRunKind.Started, ScheduleRunKind.Missed, due), (runs[0].Kind, runs[1].Kind, runs[1].DueAt));
        Assert.Equal(runs[0].DueAt.AddDays(-1).Date, runs[1].Until!.Value.Date);
    }

    [Fact]
    public async Task While_the_corporation_is_frozen_only_what_the_law_demands_runs_and_the_rest_is_not_made_up_for()
    {
        var duty = ScheduleName.Parse("duty");
        await Set(EverySecond with { CatchUp = CatchUp.RunAll, Overlap = Overlap.Queue });
        ClusterFixture.AsOperator();
        var lawful = EverySecond with { IsLegalDuty = true, Overlap = Overlap.Queue, Job = Job with { Queue = JobOrder.DutyQueue } };
        await Schedules.Set(duty, lawful, null, Cancelled);
        await Runs(1);
        await SetMode(CorporationMode.Frozen);
        var frozen = DateTimeOffset.UtcNow;

        await ClusterFixture.Until(Find, found => found!.Hold is ScheduleHold.Mode, "the schedule to be held");
        await ClusterFixture.Until(
            () => RunsOf(duty), runs => runs[0].Kind is ScheduleRunKind.Started && runs[0].DueAt > frozen.AddSeconds(2), "the legal duty to go on");
        await SetMode(CorporationMode.Live);
        var live = DateTimeOffset.UtcNow;
        ClusterFixture.AsSystem(null);
        await cluster.Grains.CalendarClock().Wake(Cancelled);

        var runs = await ClusterFixture.Until(() => RunsOf(Name), runs => runs[0].Kind is ScheduleRunKind.Started && runs[0].DueAt > live, "to run again");
        Assert.DoesNotContain(runs, run => run.Kind is ScheduleRunKind.Started && run.DueAt > frozen && run.DueAt < live);
        Assert.Single(runs, run => run.Kind is ScheduleRunKind.Missed);
        ClusterFixture.AsOperator();
        await cluster.Grains.Schedule(corporation, duty).Remove(null, Cancelled);
    }

    [Fact]
    public async Task While_its_stack_is_maintained_it_is_held_and_goes_on_by_its_catch_up_when_that_is_ended()
    {
        await Set(EverySecond with { CatchUp = CatchUp.RunAll, CatchUpLimit = 2, Overlap = Overlap.Queue });
        await Runs(1);
        ClusterFixture.AsOperator();
        var stack = cluster.Grains.Stack((await cluster.Grains.Corporation(corporation).Find(Cancelled))!.Stack);
        await stack.Register(StackKind.Shared, 1000, Cancelled);
        ClusterFixture.AsOperator();
        var maintained = await stack.Maintain(null, DateTimeOffset.UtcNow.AddHours(1), "new disks", Cancelled);
        try
        {
            Assert.Equal("new disks", maintained.Maintenance!.Reason);
            ClusterFixture.AsOperator();
            Assert.Equal(
                maintained.Maintenance, (await cluster.Grains.StackDirectory().List(Cancelled)).Single(it => it.Id == maintained.Id).Maintenance);
            await ClusterFixture.Until(Find, found => found!.Hold is ScheduleHold.Maintenance, "the schedule to be held");
            await Task.Delay(TimeSpan.FromSeconds(3.5), Cancelled); // so that more comes due than is made up for
        }
        finally
        {
            ClusterFixture.AsOperator();
            await stack.EndMaintenance(CancellationToken.None);
        }

        ClusterFixture.AsSystem(null);
        await cluster.Grains.CalendarClock().Wake(Cancelled);

        var runs = await ClusterFixture.Until(
            () => RunsOf(Name), runs => runs.Any(run => run.Kind is ScheduleRunKind.Missed), "what was missed to be told");
        Assert.True(runs.TakeWhile(run => run.Kind is ScheduleRunKind.Started).Count() >= 2, "The latest two were not made up for.");
        Assert.Equal(ScheduleHold.None, (await Find())!.Hold);
    }

    [Fact]
    public async Task It_is_set_changed_and_removed_by_version()
    {
        var made = await Set(Daily);
        Assert.Equal((1, ScheduleHold.None), (made.Version, made.Hold));
        Assert.Equal(1, (await Set(Daily)).Version);
        Assert.Equal(made.NextAt, (await Set(Daily with { Note = "at night" })).NextAt);

        await Refused("if-match-required", () => Schedules.Set(Name, Daily, null, Cancelled));
        await Refused("version-stale", () => Schedules.Set(Name, Daily, 1, Cancelled));
        await Refused("version-stale", () => Schedules.Set(ScheduleName.Parse("other"), Daily, 7, Cancelled));
        await Refused("cron-malformed", () => Schedules.Set(Name, Daily with { Timing = new ScheduleTiming("x") }, null, Cancelled));
        await Refused("at-past", () => Schedules.Set(Name, Daily with { Timing = new ScheduleTiming(At: DateTimeOffset.UtcNow.AddHours(-1)) }, 2, Cancelled));
        Assert.Null((await Set(Daily with { IsEnabled = false })).NextAt);
        ClusterFixture.AsOperator();
        Assert.Equal([Name], (await Schedules.List(null, null, Cancelled)).Items.Select(it => it.Name));

        ClusterFixture.AsOperator();
        await Schedule.Remove(3, Cancelled);
        Assert.Null(await Find());
        ClusterFixture.AsOperator();
        Assert.Empty((await Schedules.List(null, null, Cancelled)).Items);
        await Refused("schedule-unknown", () => Schedule.Remove(null, Cancelled));
        await Refused("schedule-unknown", () => Schedule.RunNow(Cancelled));
    }

    [Fact]
    public async Task Nobody_makes_a_schedule_past_the_list_that_bounds_them()
    {
        await Refused("not-through", () => Schedule.Set(Daily, null, Cancelled));
        Assert.Null(await Find());
    }

    [Fact]
    public async Task It_runs_by_hand_beside_its_times()
    {
        var set = await Set(Daily with { IsEnabled = false });

        ClusterFixture.AsOperator();
        var run = await Schedule.RunNow(Cancelled);

        var listed = (await Runs(1)).Single();
        Assert.Equal((ScheduleRunKind.ByHand, run), (run.Kind, listed with { State = null, StartedAt = null, FinishedAt = null }));
        ClusterFixture.AsOperator();
        var job = await cluster.Grains.JobQueue(corporation).Find(run.Job!.Value, Cancelled);
        Assert.Equal(("nightly", "noop", """{"a":1}""", "schedule:nightly"), (job!.Queue, job.Kind, job.Payload, job.Origin));
        Assert.Equal(set, await Find());
    }

    [Fact]
    public async Task A_preview_stores_nothing()
    {
        ClusterFixture.AsOperator();
        var times = await Schedules.Preview(Daily, Cancelled);

        Assert.Equal((5, 3), (times.Length, times[0].Local.Hour));
        Assert.Null(await Find());
    }

    private async Task<Schedule> Set(ScheduleDefinition definition)
    {
        var version = (await Find())?.Version;
        ClusterFixture.AsOperator();
        return await Schedules.Set(Name, definition, version, Cancelled);
    }

    private Task<Schedule?> Find()
    {
        ClusterFixture.AsOperator();
        return Schedule.Find(Cancelled);
    }

    private Task<IReadOnlyList<ScheduleRun>> Runs(int atLeast) =>
        ClusterFixture.Until(() => RunsOf(Name), runs => runs.Count >= atLeast, $"{atLeast} runs");

    private async Task<IReadOnlyList<ScheduleRun>> RunsOf(ScheduleName name)
    {
        ClusterFixture.AsOperator();
        return (await cluster.Grains.Schedule(corporation, name).Runs(null, null, Cancelled)).Items;
    }

    private static async Task Refused(string code, Func<Task> act)
    {
        ClusterFixture.AsOperator();
        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(act)).Code);
    }

    private Task<Corporation> SetMode(CorporationMode mode)
    {
        ClusterFixture.AsOperator();
        return cluster.Grains.Corporation(corporation).SetMode(mode, "test", Cancelled);
    }
}
