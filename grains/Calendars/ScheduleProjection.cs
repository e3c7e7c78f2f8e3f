using Adilas.Storage;

namespace Adilas.Calendars;

/// <summary>One row a schedule, by which it is listed and found when it is due. It stands where the definition puts it, and moves on as its times come.</summary>
internal sealed class ScheduleProjection() : Projection<ScheduleState>(
    StorageNames.Schedule,
    "schedule_due",
    "corporation", "name", "cron", "zone", "every_s", "at_time", "queue", "kind", "is_enabled", "is_legal_duty", "note", "due_at", "wake_at", "hold")
{
    protected override IReadOnlyList<object?>? Row(string grainKey, ScheduleState state)
    {
        if (state.Definition is not { } it) return null;
        var (corporation, name) = CalendarGrainFactory.ReadScheduleKey(grainKey);
        var next = Stored(state.NextAt);
        return
        [
            corporation.Value,
            name.Value,
            it.Timing.Cron,
            it.Timing.Zone,
            it.Timing.Every is { } every ? (long)every.TotalSeconds : null,
            Stored(it.Timing.At),
            it.Job.Queue,
            it.Job.Kind,
            it.IsEnabled ? 1 : 0,
            it.IsLegalDuty ? 1 : 0,
            it.Note,
            next,
            next,
            (int)ScheduleHold.None,
        ];
    }

    private static long? Stored(DateTimeOffset? time) => time is { } known ? StoredTime.ToMicroseconds(known) : null;
}
