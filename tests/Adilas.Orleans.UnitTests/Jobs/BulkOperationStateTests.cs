using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

public sealed class BulkOperationStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly CallerContext Ann = new(CallerKind.Operator, "key:ann");
    private static readonly BulkOperationState Begun = new BulkOperationState().Start(BulkVerb.Retry, new JobQuery(Cursor: "x", Limit: 3), 5, Ann, Now);

    [Fact]
    public void It_counts_what_its_parts_came_to_until_there_are_no_more()
    {
        var first = Begun.Take(new BulkPart(2, [Skip(1)], "c"), Now.AddSeconds(1));
        var last = first.Take(new BulkPart(1, [], null), Now.AddSeconds(2));

        Assert.Equal((1, "c", 2, 1, BulkPhase.Running), (first.Parts, first.Cursor, first.Done, first.Skipped, first.Phase));
        Assert.Equal((2, 3, 1, BulkPhase.Finished, Now.AddSeconds(2)), (last.Parts, last.Done, last.Skipped, last.Phase, last.EndedAt!.Value));
        Assert.Equal((new JobQuery(To: Now.AddMilliseconds(1)), "key:ann", 5), (Begun.Filter, Begun.OrderedBy, Begun.Expected));
        Assert.True(first.SaysMoreThan(Begun));
        Assert.NotNull(first.DueAt);
        Assert.Null(last.DueAt);
    }

    [Fact]
    public void What_is_ordered_after_it_is_not_meant()
    {
        var earlier = new BulkOperationState().Start(BulkVerb.Cancel, new JobQuery(To: Now.AddDays(-1)), 5, Ann, Now);
        var later = new BulkOperationState().Start(BulkVerb.Cancel, new JobQuery(To: Now.AddDays(1)), 5, Ann, Now);

        Assert.Equal(Now.AddDays(-1), earlier.Filter!.To);
        Assert.Equal(Now.AddMilliseconds(1), later.Filter!.To);
    }

    [Fact]
    public void Of_what_it_skipped_the_first_thousand_are_kept()
    {
        var all = Enumerable.Range(0, 6).Aggregate(
            Begun, (state, part) => state.Take(new BulkPart(0, [.. Enumerable.Range(part * 200, 200).Select(Skip)], "c"), Now));

        Assert.Equal((1_200, BulkOperation.MaxSkips, Skip(0)), (all.Skipped, all.Skips.Count, all.Skips[0]));
    }

    [Fact]
    public void What_is_in_the_way_is_said_until_a_part_is_done_and_a_closed_corporation_ends_it()
    {
        var held = Begun.Meet(new RefusedException(Refusal.Mode, "mode-frozen", "Frozen."), Now);

        Assert.Equal(("mode-frozen", true), (held.Problem, held.IsRunning));
        Assert.True(held.SaysMoreThan(Begun));
        Assert.False(held.Meet(new RefusedException(Refusal.Mode, "mode-frozen", "Frozen."), Now.AddDays(1)).SaysMoreThan(held));
        Assert.Null(held.Take(new BulkPart(1, [], "c"), Now).Problem);
        Assert.Equal(BulkPhase.Stopped, Begun.Meet(new RefusedException(Refusal.Mode, "mode-closed", "Closed."), Now).Phase);
    }

    [Fact]
    public void To_stop_it_twice_changes_nothing_more()
    {
        var stopped = Begun.Stop(Ann, Now);

        Assert.Equal((BulkPhase.Stopped, "key:ann"), (stopped.Phase, stopped.EndedBy));
        Assert.Same(stopped, stopped.Stop(Ann, Now.AddDays(1)));
        Assert.Equal(Refusal.NotFound, Assert.Throws<RefusedException>(() => new BulkOperationState().Stop(Ann, Now)).Refusal);
        Assert.Equal(Refusal.Conflict, Assert.Throws<RefusedException>(() => stopped.Start(BulkVerb.Cancel, new JobQuery(), 1, Ann, Now)).Refusal);
    }

    private static BulkSkip Skip(int number) => new(JobId.Parse($"job-{number}"), "job-state");
}
