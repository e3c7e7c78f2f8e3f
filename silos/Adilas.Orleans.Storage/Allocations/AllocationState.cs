namespace Adilas.Allocations;

/// <summary>Where an allocated database or bucket stands. The number is stored: append, never reorder.</summary>
internal enum AllocationState
{
    /// <summary>The name is taken; the thing itself may or may not be there.</summary>
    Making = 0,

    Ready = 1,

    /// <summary>It is being taken away, and may or may not be there.</summary>
    Dropping = 2,
}
