namespace Adilas.Calendars;

/// <summary>A schedule of a corporation.</summary>
/// <param name="Version">Rises with each change of the definition; the ETag of the HTTP API.</param>
/// <param name="NextAt">When it comes due next, UTC; <c>null</c>: not any more, or not until it is changed.</param>
/// <param name="Hold">What keeps it from running although it is due.</param>
/// <param name="ChangedBy">Who set it last.</param>
[GenerateSerializer, Immutable, Alias("adilas.Schedule")]
public sealed record Schedule(
    ScheduleName Name,
    long Version,
    ScheduleDefinition Definition,
    DateTimeOffset? NextAt,
    ScheduleHold Hold,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string ChangedBy)
{
    /// <summary>How many schedules a corporation may have.</summary>
    public const int MaxPerCorporation = 500;
}
