using System.Collections.Immutable;

namespace Adilas.Calendars;

/// <summary>What is to be done about the times of a schedule that have come.</summary>
/// <param name="Runs">The times that run, oldest first.</param>
/// <param name="Missed">Those before them that do not: the first and the last; <c>null</c>: there are none.</param>
/// <param name="Next">The first time that has not come yet; <c>null</c>: there is none.</param>
internal sealed record SchedulePlan(ImmutableArray<DateTimeOffset> Runs, (DateTimeOffset First, DateTimeOffset Last)? Missed, DateTimeOffset? Next);
