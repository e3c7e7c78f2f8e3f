namespace Adilas.Calendars;

/// <summary>Schedules and outages as they may be, from chance that can be repeated.</summary>
internal sealed class RandomSchedule(int seed)
{
    private readonly Random random = new(seed);

    public string Cron()
    {
        var fields = new List<string>
        {
            Field(0, 59, star: 10),
            Field(0, 23, star: 35),
            random.Next(4) == 0 ? Field(1, 31, star: 0) : "*",
            "*",
            random.Next(4) == 0 ? Field(0, 6, star: 0) : "*",
        };

        // Not every month has a thirtieth day.
        if (random.Next(6) == 0) (fields[2], fields[3]) = (random.Next(2) == 0 ? Field(1, 28, star: 0) : "*", Field(1, 12, star: 0));

        // The small hours are those in which clocks are changed.
        if (random.Next(3) == 0) fields[1] = $"{random.Next(4)}";
        if (random.Next(5) == 0) fields.Insert(0, Field(0, 59, star: 10));
        return string.Join(' ', fields);
    }

    public TimeSpan Interval() => TimeSpan.FromSeconds(Math.Ceiling(Math.Pow(10, 1 + (random.NextDouble() * 6))));

    /// <summary>Some weeks, at best with a change of clocks in them.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) Range(DateTimeOffset start, DateTimeOffset end, IReadOnlyList<DateTimeOffset> changes, int days)
    {
        var middle = changes.Count > 0 && random.Next(5) > 0
            ? changes[random.Next(changes.Count)]
            : start + ((end - start) * (0.1 + (0.8 * random.NextDouble())));
        return (Whole(middle.AddHours(-12 * days * random.NextDouble())), Whole(middle.AddHours(12 * days * random.NextDouble()).AddSeconds(1)));
    }

    /// <summary>Stretches in which nothing runs, from a second to weeks, in seconds since the beginning; none touches another.</summary>
    public List<(long From, long Until)> Outages(long end)
    {
        var outages = new List<(long, long)>();
        for (long at = 0; ;)
        {
            at += (long)(end / 8 * random.NextDouble()) + 2;
            var until = at + (long)Math.Pow(10, 6.3 * random.NextDouble());
            if (until >= end) return outages;
            outages.Add((at, until));
            at = until;
        }
    }

    public int Limit() => random.Next(10) == 0 ? 1 : random.Next(1, ScheduleDefinition.MaxCatchUpLimit + 1);

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private string Field(int least, int most, int star)
    {
        var low = random.Next(least, most + 1);
        var high = random.Next(low, most + 1);
        return random.Next(100) < star ? "*" : random.Next(10) switch
        {
            < 5 => $"{low}",
            5 => $"{low},{random.Next(least, most + 1)}",
            6 => $"{low}-{high}",
            7 => $"*/{random.Next(2, most)}",
            8 => $"{low}-{high}/{random.Next(1, Math.Min(10, most + 1))}",
            _ => $"{low}/{random.Next(5, most)}",
        };
    }
}
