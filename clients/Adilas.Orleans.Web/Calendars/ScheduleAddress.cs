using Adilas.Corporations;

namespace Adilas.Calendars;

/// <summary>Where the page about one schedule is.</summary>
internal static class ScheduleAddress
{
    public static string Of(CorporationId corporation, ScheduleName name) => $"{CorporationAddress.Of(corporation, CorporationAddress.Schedules)}/{name}";
}
