using NodaTime;

namespace Adilas.Calendars;

/// <summary>
/// Two years with outages, lived through by the rule and by an oracle that looks at every minute: what runs, and what is said to be missed, is the
/// same, and nothing runs twice. 10,000 schedules with ADILAS_TEST_FULL=1.
/// </summary>
public sealed class ScheduleOracleTests
{
    private const int TooMany = 20_000;

    private static readonly int PerZone = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1" ? 334 : 6;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Half hours and two, changes at midnight, winter as the exception, offsets of quarters, and zones that keep still.
    public static TheoryData<string> Zones =>
    [
        "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Chisinau", "Atlantic/Azores", "America/New_York", "America/Los_Angeles",
        "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "America/Nuuk", "America/Scoresbysund",
        "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata",
        "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "Antarctica/Troll", "UTC",
    ];

    [Theory, MemberData(nameof(Zones))]
    public void What_runs_and_what_is_missed_is_what_an_oracle_finds(string zone)
    {
        var oracle = new CronOracle(DateTimeZoneProviders.Tzdb[zone], Start, End);
        for (var number = 0; number < PerZone; number++)
        {
            var chance = new RandomSchedule(HashCode(zone, number));
            var (definition, times) = number % 10 == 9 ? Interval(chance) : Cron(chance, oracle, zone);
            var outages = chance.Outages((long)(End - Start).TotalSeconds);
            foreach (var catchUp in Enum.GetValues<CatchUp>())
            {
                var schedule = definition with { CatchUp = catchUp, CatchUpLimit = chance.Limit() };
                var (runs, missed) = Live(schedule, outages);
                var (expectedRuns, expectedMissed) = Expect(schedule, times, outages);

                var what = $"{zone} '{schedule.Timing.Cron ?? schedule.Timing.Every.ToString()}' {catchUp} {schedule.CatchUpLimit}, {schedule.From:u} to {schedule.Until:u}";
                Same(what, "run", expectedRuns, runs);
                Same(what, "missed", [.. expectedMissed.SelectMany(it => new[] { it.First, it.Last })], [.. missed.SelectMany(it => new[] { it.First, it.Last })]);
            }
        }
    }

    private static (ScheduleDefinition, List<long>) Cron(RandomSchedule chance, CronOracle oracle, string zone)
    {
        var cron = chance.Cron();
        var definition = new ScheduleDefinition(new ScheduleTiming(cron, zone), new ScheduleJob("q", "noop", "{}"));
        var hasSeconds = cron.Count(c => c == ' ') == 5;
        var (from, until) = (Start.AddMinutes(1), End);
        if (hasSeconds) (from, until) = chance.Range(Start, End, oracle.Changes, days: 4);
        var times = oracle.Times(cron, from, until);
        if (times.Count > TooMany)
        {
            (from, until) = chance.Range(Start, End, oracle.Changes, days: 14);
            times = oracle.Times(cron, from, until);
        }

        return (definition with { From = from, Until = until }, times);
    }

    private static (ScheduleDefinition, List<long>) Interval(RandomSchedule chance)
    {
        var (from, until) = chance.Range(Start, End, [], days: 14);
        var every = chance.Interval();
        var times = new List<long>();
        for (var at = from; at < until; at += every) times.Add((long)(at - Start).TotalSeconds);
        return (new ScheduleDefinition(new ScheduleTiming(Every: every), new ScheduleJob("q", "noop", "{}")) { From = from, Until = until }, times);
    }

    private static (List<long> Runs, List<(long First, long Last)> Missed) Live(ScheduleDefinition schedule, List<(long From, long Until)> outages)
    {
        var rule = new ScheduleRule(schedule, Start);
        var (runs, missed, outage) = (new List<long>(), new List<(long, long)>(), 0);
        var due = rule.Next(Start);
        while (due is { } next && Seconds(next) is var now && now < Seconds(End))
        {
            while (outage < outages.Count && outages[outage].Until < now) outage++;
            if (outage < outages.Count && outages[outage].From <= now) now = outages[outage].Until;
            var plan = rule.Plan(next, Start.AddSeconds(now));
            runs.AddRange(plan.Runs.Select(Seconds));
            if (plan.Missed is { } range) missed.Add((Seconds(range.First), Seconds(range.Last)));
            Assert.True(plan.Next is null || Seconds(plan.Next.Value) > now, $"{schedule.Timing}: after {Start.AddSeconds(now):u} comes {plan.Next:u}");
            due = plan.Next;
        }

        return (runs, missed);
    }

    private static (List<long> Runs, List<(long First, long Last)> Missed) Expect(
        ScheduleDefinition schedule, List<long> times, List<(long From, long Until)> outages)
    {
        var (runs, missed) = (new List<long>(), new List<(long, long)>());
        var at = 0;
        foreach (var (from, until) in outages.Append((From: long.MaxValue, Until: long.MaxValue)))
        {
            for (; at < times.Count && times[at] < from; at++) runs.Add(times[at]);
            var passed = new List<long>();
            for (; at < times.Count && times[at] <= until; at++) passed.Add(times[at]);
            var made = schedule.CatchUp switch
            {
                CatchUp.RunAll => passed.TakeLast(schedule.CatchUpLimit).ToList(),
                CatchUp.RunLast => [.. passed.TakeLast(1)],
                CatchUp.Skip => [.. passed.TakeLast(1).Where(time => until - time <= 60)],
            };
            runs.AddRange(made);
            if (passed.Count > made.Count) missed.Add((passed[0], passed[^(made.Count + 1)]));
        }

        return (runs, missed);
    }

    private static void Same(string what, string kind, List<long> expected, List<long> found)
    {
        var at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        if (at == expected.Count && at == found.Count) return;
        Assert.Fail($"{what}: {kind} number {at} is {Time(found)}, and should be {Time(expected)}");

        string Time(List<long> times) => at < times.Count ? $"{Start.AddSeconds(times[at]):u}" : "none";
    }

    private static long Seconds(DateTimeOffset time) => (time - Start).Ticks / TimeSpan.TicksPerSecond;

    // The same in every process.
    private static int HashCode(string zone, int number) => zone.Aggregate(17 + number, (hash, c) => unchecked((hash * 31) + c));
}
