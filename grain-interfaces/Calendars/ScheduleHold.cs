namespace Adilas.Calendars;

/// <summary>What keeps a schedule from running although it is due. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.ScheduleHold")]
public enum ScheduleHold
{
    None = 0,

    /// <summary>The corporation's mode. What passes meanwhile is not made up for.</summary>
    Mode = 1,

    /// <summary>A maintenance of its stack. What came due meanwhile is looked after when that ends, as the schedule's catch-up says.</summary>
    Maintenance = 2,
}
