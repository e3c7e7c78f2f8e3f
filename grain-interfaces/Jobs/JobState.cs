namespace Adilas.Jobs;

/// <summary>Where a job is on its way. The last three are ends.</summary>
public enum JobState
{
    /// <summary>Waits until a second person lets it run.</summary>
    AwaitingApproval = 0,

    /// <summary>Its time has not come.</summary>
    Waiting = 1,

    /// <summary>Its time has come; it waits for a worker.</summary>
    Due = 2,

    /// <summary>A worker has it.</summary>
    Running = 3,

    /// <summary>The last attempt failed; it is tried again at its next time.</summary>
    Failed = 4,

    Succeeded = 5,

    /// <summary>Its last attempt failed.</summary>
    Dead = 6,

    Cancelled = 7,
}
