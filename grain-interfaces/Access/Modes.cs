namespace Adilas.Access;

/// <summary>A set of a corporation's modes: what a rule permits. A corporation itself is in exactly one of them.</summary>
[Flags]
public enum Modes
{
    None = 0,
    Live = 1,
    ReadOnly = 2,
    Frozen = 4,
    Archived = 8,
    Closed = 16,

    /// <summary>Where a member may look at what is there.</summary>
    Readable = Live | ReadOnly | Frozen,

    /// <summary>Life-cycle, audit and platform business, which no mode stops. Members still come in only where they may look: <see cref="Readable"/>.</summary>
    Any = Live | ReadOnly | Frozen | Archived | Closed,
}
