using System.Globalization;
using Adilas.Refusals;

namespace Adilas.Calendars;

public sealed class ScheduleRuleTests
{
    private static readonly DateTimeOffset SetAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ScheduleJob Job = new("nightly", "noop", "{}");

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z AfterGap, 2026-03-30T00:30Z")] // 2:30 is left out: the first moment after is 3:00
    [InlineData("0 3 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z, 2026-03-30T01:00Z")]
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z FirstOfTwo, 2026-10-26T01:30Z")]
    [InlineData("*/30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:00Z FirstOfTwo, 2026-10-25T00:30Z FirstOfTwo, 2026-10-25T01:00Z SecondOfTwo, 2026-10-25T01:30Z SecondOfTwo")]
    [InlineData("*/30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z AfterGap, 2026-03-30T00:00Z")]
    [InlineData("15 10 2 * * *", "2026-06-01T00:00Z", "2026-06-01T00:10:15Z, 2026-06-02T00:10:15Z")]
    public void Clocks_that_are_changed_make_a_run_neither_twice_nor_never(string cron, string after, string expected)
    {
        var wanted = expected.Split(", ");
        var found = Rule(new ScheduleTiming(cron, "Europe/Berlin")).Preview(Time(after), wanted.Length);

        Assert.Equal(wanted, found.Select(it => $"{it.At:yyyy-MM-ddTHH:mm}{(it.At.Second > 0 ? $"{it.At:':'ss}" : "")}Z {it.Note}".TrimEnd()));
    }

    [Fact]
    public void A_preview_shows_the_clocks_of_the_zone() => Assert.Equal(
        [new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(-2.5)), new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.FromHours(-2.5))],
        Rule(new ScheduleTiming("0 0 1 * *", "America/St_Johns")).Preview(Time("2026-06-15T00:00Z"), 2).Select(it => it.Local));

    [Fact]
    public void An_interval_counts_from_its_setting_or_from_its_range()
    {
        var timing = new ScheduleTiming(Every: TimeSpan.FromMinutes(10));

        Assert.Equal(SetAt.AddMinutes(10), Rule(timing).Next(SetAt));
        Assert.Equal(SetAt.AddMinutes(20), Rule(timing).Next(SetAt.AddMinutes(10)));
        var from = SetAt.AddDays(1);
        var ranged = new ScheduleRule(new ScheduleDefinition(timing, Job) { From = from, Until = from.AddMinutes(11) }, SetAt);
        Assert.Equal([from, from.AddMinutes(10)], ranged.Preview(SetAt, 5).Select(it => it.At));
    }

    [Fact]
    public void One_time_comes_once()
    {
        var at = SetAt.AddHours(1);
        var rule = Rule(new ScheduleTiming(At: at));

        Assert.Equal((at, null), (rule.Next(SetAt), rule.Next(at)));
        var plan = rule.Plan(at, at.AddDays(3));
        Assert.Equal((1, null, null), (plan.Runs.Length, plan.Missed, plan.Next));
    }

    [Fact]
    public void Switched_off_it_never_comes() =>
        Assert.Null(new ScheduleRule(new ScheduleDefinition(new ScheduleTiming("* * * * *"), Job) { IsEnabled = false }, SetAt).Next(SetAt));

    [Fact]
    public void What_is_passed_over_is_told_from_first_to_last()
    {
        var rule = Rule(new ScheduleTiming("0 * * * *"));

        var plan = rule.PassOver(Time("2026-01-03T00:00Z"), Time("2026-01-05T12:30Z"));

        Assert.Empty(plan.Runs);
        Assert.Equal((Time("2026-01-03T00:00Z"), Time("2026-01-05T12:00Z")), plan.Missed);
        Assert.Equal(Time("2026-01-05T13:00Z"), plan.Next);
    }

    [Fact]
    public void A_year_of_missed_seconds_is_looked_through_at_once()
    {
        var rule = new ScheduleRule(
            new ScheduleDefinition(new ScheduleTiming("* * * * * *", "Europe/Berlin"), Job) { CatchUp = CatchUp.RunAll, CatchUpLimit = 100 }, SetAt);
        var now = SetAt.AddYears(1);

        var plan = rule.Plan(SetAt, now);

        Assert.Equal((100, now.AddSeconds(-99), now), (plan.Runs.Length, plan.Runs[0], plan.Runs[^1]));
        Assert.Equal((SetAt, now.AddSeconds(-100)), plan.Missed);
    }

    [Theory]
    [InlineData("61 * * * *", null, "cron-malformed", "cron")]
    [InlineData("* * * *", null, "cron-malformed", "cron")]
    [InlineData("* * * * * * *", null, "cron-malformed", "cron")]
    [InlineData("H * * * *", null, "cron-malformed", "cron")]
    [InlineData("", null, "cron-malformed", "cron")]
    [InlineData("@daily", null, "cron-malformed", "cron")]
    [InlineData("0 0 30 2 *", null, "cron-never", "cron")]
    [InlineData("0 0 * * *", "Europe/Atlantis", "zone-unknown", "zone")]
    [InlineData("0 0 * * *", "W. Europe Standard Time", "zone-unknown", "zone")]
    [InlineData("0 0 * * *", "", "zone-unknown", "zone")]
    public void A_cron_expression_or_zone_that_is_none_is_refused_by_name(string cron, string? zone, string code, string field) =>
        IsRefused(new ScheduleDefinition(new ScheduleTiming(cron, zone), Job), code, field);

    [Fact]
    public void A_definition_that_breaks_a_rule_is_refused_with_field_and_rule()
    {
        var good = new ScheduleDefinition(new ScheduleTiming("0 3 * * *"), Job);
        Assert.Equal("UTC", ScheduleRules.Check(good).Timing.Zone);

        IsRefused(good with { Timing = new ScheduleTiming(new string('1', 201)) }, "cron-malformed", "cron");
        IsRefused(good with { Timing = new ScheduleTiming() }, "timing-missing", "cron");
        IsRefused(good with { Timing = new ScheduleTiming("0 3 * * *", Every: TimeSpan.FromDays(1)) }, "timing-missing", "cron");
        IsRefused(good with { Timing = new ScheduleTiming(Every: TimeSpan.FromDays(1), At: SetAt) }, "timing-missing", "cron");
        IsRefused(good with { Timing = new ScheduleTiming(Every: TimeSpan.FromDays(1), Zone: "UTC") }, "zone-without-cron", "zone");
        IsRefused(good with { Timing = new ScheduleTiming(Every: TimeSpan.Zero) }, "interval-out-of-range", "everySeconds");
        IsRefused(good with { Timing = new ScheduleTiming(Every: TimeSpan.FromSeconds(1.5)) }, "interval-out-of-range", "everySeconds");
        IsRefused(good with { Timing = new ScheduleTiming(Every: TimeSpan.FromDays(367)) }, "interval-out-of-range", "everySeconds");
        IsRefused(good with { From = SetAt, Until = SetAt }, "range-empty", "until");
        IsRefused(good with { CatchUp = (CatchUp)9 }, "catch-up-unknown", "catchUp");
        IsRefused(good with { CatchUpLimit = 101 }, "catch-up-limit", "catchUpLimit");
        IsRefused(good with { CatchUpLimit = 0 }, "catch-up-limit", "catchUpLimit");
        IsRefused(good with { Overlap = (Overlap)9 }, "overlap-unknown", "overlap");
        IsRefused(good with { Note = new string('n', 201) }, "note-too-long", "note");
        IsRefused(good with { Job = Job with { Queue = "Nightly" } }, "queue-malformed", "queue");
        IsRefused(good with { IsLegalDuty = true }, "duty-queue", "queue");
        Assert.True(ScheduleRules.Check(good with { IsLegalDuty = true, Job = Job with { Queue = "legal-duty" } }).IsLegalDuty);
        IsRefused(good with { Job = Job with { Kind = "" } }, "kind-malformed", "kind");
        IsRefused(good with { Job = Job with { Payload = "{" } }, "payload-not-json", "payload");
        IsRefused(good with { Job = Job with { Payload = """{"a":1,"a":2}""" } }, "payload-not-json", "payload");
        IsRefused(good with { Job = Job with { Payload = $"\"{new string('é', 32 * 1024)}\"" } }, "payload-too-large", "payload");
        IsRefused(good with { Job = Job with { Priority = 10 } }, "priority-out-of-range", "priority");
        IsRefused(good with { Job = Job with { MaxAttempts = 0 } }, "attempts-out-of-range", "maxAttempts");
        IsRefused(good with { Job = Job with { DeadlineSeconds = 0 } }, "deadline-out-of-range", "deadlineSeconds");
    }

    private static void IsRefused(ScheduleDefinition definition, string code, string field)
    {
        var refused = Assert.Throws<RefusedException>(() => ScheduleRules.Check(definition));
        Assert.Equal((Refusal.Invalid, code, field), (refused.Refusal, refused.Code, refused.Field));
    }

    private static ScheduleRule Rule(ScheduleTiming timing) => new(new ScheduleDefinition(timing, Job), SetAt);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
