namespace Adilas.Jobs;

public sealed class JobRowTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private static readonly JobRow Waiting = new(
        JobId.Parse("j1"), "one", "pack", "pack", Now, Now, 5, 0, 3, 3, DeadlineSeconds: 60, BackoffSeconds: 4, Now, "key:ann", "{}"u8.ToArray());

    private static readonly JobRow Running = Waiting.Lease("worker", Now, Lease)!;

    [Fact]
    public void Only_a_job_that_is_due_is_leased_and_each_lease_has_its_own_number()
    {
        Assert.Null(Waiting.Lease("worker", Now.AddTicks(-1), Lease));
        Assert.Equal((1, Now + Lease, JobState.Running), (Running.Attempt, Running.NextAt, Running.ToJob(Now, false).State));
        Assert.Null(Running.Lease("other", Now, Lease));
        Assert.Null((Waiting with { Attempt = 3 }).Lease("worker", Now, Lease));
    }

    [Fact]
    public void A_late_worker_ends_nothing()
    {
        var again = Running.Lapse(Now + Lease)!.Lease("other", Now + Lease, Lease)!;
        Assert.Equal(2, again.Attempt);
        Assert.Null(again.Succeed(1, Now + Lease, null));
        Assert.Null(again.Fail(new JobEnd(again.Id, 1, null, "x", "x"), Now + Lease, 0));
        Assert.Null(again.Renew(1, Now + Lease, Lease, null, null));
        Assert.Null(again.Release(1, Now + Lease));
        Assert.Equal(JobState.Succeeded, again.Succeed(2, Now + Lease, null)!.End);
    }

    [Fact]
    public void A_lease_ends_neither_before_its_time_nor_after_the_deadline()
    {
        Assert.Null(Running.Lapse(Now + Lease - TimeSpan.FromTicks(1)));
        Assert.Equal("worker-lost", Running.Lapse(Now + Lease)!.FailureCode);
        Assert.Equal(Now.AddSeconds(60), Running.Renew(1, Now.AddSeconds(55), Lease, 50, "half")!.NextAt);
        Assert.Null(Running.Renew(1, Now.AddSeconds(60), Lease, null, null));
        Assert.Equal("deadline", (Running with { NextAt = Now.AddSeconds(60) }).Lapse(Now.AddSeconds(60))!.FailureCode);
    }

    [Fact]
    public void One_that_is_retried_after_it_was_cancelled_does_not_seem_to_have_failed()
    {
        var again = Waiting.Cancel(Now, "cancelled", "Cancelled by ann.")!.Retry(Now)!.Reschedule(Now.AddDays(1))!;

        Assert.Equal((JobState.Waiting, (string?)null), (again.ToJob(Now, false).State, again.FailureCode));
        Assert.Equal("x", (Running with { Attempt = 3 }).Fail(new JobEnd(Waiting.Id, 3, null, "x", "x"), Now, 0)!.Retry(Now)!.FailureCode);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 16)]
    [InlineData(20, 3_600)]
    public void Pauses_double_up_to_an_hour(int attempt, int seconds)
    {
        var failed = (Running with { Attempt = attempt, MaxAttempts = 50 }).Fail(new JobEnd(Waiting.Id, attempt, null, "x", "x"), Now, 0)!;
        Assert.Equal(Now.AddSeconds(seconds), failed.NextAt);
        Assert.Equal(JobState.Failed, failed.ToJob(Now, false).State);
    }

    [Fact]
    public void Who_asks_for_a_longer_pause_gets_it()
    {
        var end = new JobEnd(Waiting.Id, 1, null, "busy", "Busy.", RetryAfter: TimeSpan.FromMinutes(5));
        Assert.Equal(Now.AddMinutes(5), Running.Fail(end, Now, 0)!.NextAt);
        Assert.Equal(Now.AddSeconds(4), Running.Fail(end with { RetryAfter = TimeSpan.FromSeconds(1) }, Now, 0)!.NextAt);
    }

    [Fact]
    public void The_last_attempt_and_a_final_failure_end_a_job_and_retrying_gives_it_as_many_again()
    {
        var dead = (Running with { Attempt = 3 }).Fail(new JobEnd(Waiting.Id, 3, null, "x", "x"), Now, 0)!;
        Assert.Equal(JobState.Dead, dead.End);
        Assert.Equal(JobState.Dead, Running.Fail(new JobEnd(Waiting.Id, 1, null, "x", "x", IsFinal: true), Now, 0)!.End);
        Assert.Equal(JobState.Dead, (Running with { Attempt = 3 }).Lapse(Now + Lease)!.End);

        var back = dead.Retry(Now)!;
        Assert.Equal((6, JobState.Due), (back.MaxAttempts, back.ToJob(Now, false).State));
        Assert.Equal(JobState.AwaitingApproval, dead.Retry(Now, needsApproval: true)!.ToJob(Now, false).State);
        Assert.Null(Running.Retry(Now));
        Assert.Null(Running.Succeed(1, Now, null)!.Retry(Now));
    }

    [Fact]
    public void What_is_given_back_unbegun_costs_no_attempt()
    {
        var back = Running.Release(1, Now)!;
        Assert.Equal((1, 4), (back.Attempt, back.MaxAttempts));
        Assert.Equal(2, back.Lease("other", Now, Lease)!.Attempt);
    }

    [Fact]
    public void What_awaits_approval_runs_when_it_is_given_and_not_before_its_time()
    {
        var awaiting = Waiting with { Lane = JobLane.Approval, NextAt = Now + JobRow.ApprovalLimit, DueAt = Now.AddHours(1) };
        Assert.Null(awaiting.Lease("worker", Now.AddYears(1), Lease));
        Assert.Null(awaiting.RunNow(Now));
        Assert.Equal(Now.AddHours(1), awaiting.Approve(Now)!.NextAt);
        Assert.Equal(Now.AddHours(2), awaiting.Approve(Now.AddHours(2))!.NextAt);
        Assert.Null(awaiting.Expire(Now));
        Assert.Equal("approval-expired", awaiting.Expire(Now + JobRow.ApprovalLimit)!.FailureCode);
    }

    [Fact]
    public void An_ended_job_stays_as_it_is()
    {
        var ended = Running.Succeed(1, Now, null)!;
        Assert.Null(ended.Cancel(Now, "c", "m"));
        Assert.Null(ended.Reschedule(Now));
        Assert.Null(ended.RunNow(Now));
        Assert.Null(ended.Approve(Now));
        Assert.Null(ended.Lapse(Now.AddDays(1)));
        Assert.Null(Running.Reschedule(Now));
        Assert.NotNull(Running.Cancel(Now, "c", "m"));
    }
}
