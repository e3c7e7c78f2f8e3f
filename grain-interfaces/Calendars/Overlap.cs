namespace Adilas.Calendars;

/// <summary>What becomes of a time that comes while the schedule's last job has not ended. Stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.Overlap")]
public enum Overlap
{
    /// <summary>It is passed over, and the schedule's runs say so.</summary>
    Skip = 0,

    /// <summary>Its job waits until the one before has ended.</summary>
    Queue = 1,
}
