namespace Adilas.Calendars;

/// <summary>What becomes of times that passed while nothing ran: an outage, a maintenance window. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.CatchUp")]
public enum CatchUp
{
    /// <summary>Each of them is made up for, one after another; of many the latest, as many as the schedule's limit.</summary>
    RunAll = 0,

    /// <summary>The latest is made up for.</summary>
    RunLast = 1,

    /// <summary>None is, unless it is at most a minute late.</summary>
    Skip = 2,
}
