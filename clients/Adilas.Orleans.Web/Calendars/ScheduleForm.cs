using System.Globalization;
using System.Text.Json;
using Adilas.Components;

namespace Adilas.Calendars;

/// <summary>A schedule as a form holds it while it is typed, with what is wrong about each field.</summary>
internal sealed class ScheduleForm
{
    public const string Cron = "cron";
    public const string Interval = "everySeconds";
    public const string Once = "at";

    private static readonly string[] Fields =
        ["name", Cron, "zone", Interval, Once, "from", "until", "queue", "kind", "payload", "note", "catchUp", "catchUpLimit", "overlap", "priority", "maxAttempts", "deadlineSeconds"];

    private readonly Dictionary<string, string> errors = [];

    /// <summary>What a form does not show stays as it was.</summary>
    private ScheduleDefinition? before;

    public string Name { get; set; } = "";

    /// <summary>Which of the three says when.</summary>
    public string When { get; set; } = Cron;

    public string CronText { get; set; } = "0 3 * * *";

    public string Zone { get; set; } = ScheduleTiming.DefaultZone;

    public string EverySeconds { get; set; } = "3600";

    public string At { get; set; } = "";

    public string From { get; set; } = "";

    public string Until { get; set; } = "";

    public string Queue { get; set; } = "default";

    public string Kind { get; set; } = "";

    public string Payload { get; set; } = "{}";

    public string Note { get; set; } = "";

    public string CatchUp { get; set; } = Text(Calendars.CatchUp.RunLast);

    public string Overlap { get; set; } = Text(Calendars.Overlap.Skip);

    public bool IsLegalDuty { get; set; }

    public string? FirstError => errors.Keys.FirstOrDefault();

    public static ScheduleForm Of(Schedule it)
    {
        var (timing, job) = it.Definition;
        return new ScheduleForm
        {
            before = it.Definition,
            Name = it.Name.Value,
            When = timing.Cron is not null ? Cron : timing.Every is not null ? Interval : Once,
            CronText = timing.Cron ?? "",
            Zone = timing.Zone ?? ScheduleTiming.DefaultZone,
            EverySeconds = timing.Every is { } every ? every.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) : "",
            At = Typed(timing.At),
            From = Typed(it.Definition.From),
            Until = Typed(it.Definition.Until),
            Queue = job.Queue,
            Kind = job.Kind,
            Payload = Settings.SettingText.Pretty(job.Payload),
            Note = it.Definition.Note ?? "",
            CatchUp = Text(it.Definition.CatchUp),
            Overlap = Text(it.Definition.Overlap),
            IsLegalDuty = it.Definition.IsLegalDuty,
        };
    }

    public string? Error(string field) => errors.GetValueOrDefault(field);

    /// <param name="field">As the service names it; what is inside of the payload is the payload's.</param>
    public bool Blame(string? field, string message)
    {
        if (field?.Split('.')[0] is not { } name || Array.IndexOf(Fields, name) < 0) return false;
        errors[name] = message;
        return true;
    }

    /// <returns><c>null</c>: something is wrong, and <see cref="Error"/> says what.</returns>
    public ScheduleDefinition? Read()
    {
        errors.Clear();
        if (!ScheduleName.TryParse(Name.Trim(), out _)) errors["name"] = "A name has 1 to 40 lower-case letters, digits or dashes.";
        var timing = Timing();
        if (Kind.Trim().Length == 0) errors["kind"] = "Say what it does.";
        if (!IsJson(Payload)) errors["payload"] = "This is not JSON.";
        var definition = Definition(timing);
        return errors.Count == 0 ? definition : null;
    }

    /// <summary>What says when, whatever the rest is worth; <c>null</c>: it cannot be read.</summary>
    public ScheduleDefinition? ReadTimes()
    {
        errors.Clear();
        var timing = Timing();
        var definition = Definition(timing) with { Job = new ScheduleJob("q", "noop", "{}"), IsLegalDuty = false };
        return errors.Count == 0 ? definition : null;
    }

    private ScheduleTiming Timing() => When switch
    {
        Interval => new ScheduleTiming(Every: TimeSpan.FromSeconds(Number())),
        Once => new ScheduleTiming(At: Time(At, Once) ?? Missing()),
        _ => new ScheduleTiming(CronText.Trim(), Zone.Trim().Length == 0 ? null : Zone.Trim()),
    };

    private ScheduleDefinition Definition(ScheduleTiming timing)
    {
        var job = new ScheduleJob(
            Queue.Trim(), Kind.Trim(), Payload, before?.Job.Priority, before?.Job.MaxAttempts, before?.Job.DeadlineSeconds);
        return (before ?? new ScheduleDefinition(timing, job)) with
        {
            Timing = timing,
            Job = job,
            From = Time(From, "from"),
            Until = Time(Until, "until"),
            CatchUp = Enum.Parse<CatchUp>(CatchUp, ignoreCase: true),
            Overlap = Enum.Parse<Overlap>(Overlap, ignoreCase: true),
            IsLegalDuty = IsLegalDuty,
            Note = Note.Trim().Length == 0 ? null : Note.Trim(),
        };
    }

    private double Number()
    {
        if (long.TryParse(EverySeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 366 * 86_400L) return seconds;
        errors[Interval] = "Give whole seconds, 1 to 31,622,400.";
        return 1;
    }

    private DateTimeOffset? Time(string text, string field)
    {
        var time = PageTime.Read(text);
        if (text.Trim().Length > 0 && time is null) errors[field] = "This is not a time.";
        return time;
    }

    private DateTimeOffset? Missing()
    {
        errors.TryAdd(Once, "Give a time.");
        return null;
    }

    private static string Typed(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static string Text<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
