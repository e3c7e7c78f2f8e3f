using System.Text.Json.Serialization;

namespace Adilas.Calendars;

/// <summary>The job that a schedule makes each time it comes due. What is <c>null</c> is as with any other job of the queue.</summary>
/// <param name="Queue">Where it waits: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Kind">What it does: 1 to 40 lower-case letters, digits or dashes.</param>
/// <param name="Payload">JSON, at most <see cref="MaxPayloadBytes"/>.</param>
/// <param name="Priority">0 to <see cref="MaxPriority"/>, the higher first.</param>
/// <param name="MaxAttempts">1 to <see cref="MostAttempts"/>.</param>
/// <param name="DeadlineSeconds">How long one attempt may take, 1 to <see cref="MostSeconds"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleJob")]
public sealed record ScheduleJob(
    string Queue, string Kind, [property: JsonConverter(typeof(RawJson))] string Payload, int? Priority = null, int? MaxAttempts = null, int? DeadlineSeconds = null)
{
    public const int MaxPayloadBytes = 64 * 1024;
    public const int MaxPriority = 9;
    public const int MostAttempts = 50;
    public const int MostSeconds = 86_400;
}
