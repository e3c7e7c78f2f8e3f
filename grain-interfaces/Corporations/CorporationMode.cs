using Adilas.Access;

namespace Adilas.Corporations;

/// <summary>What a corporation may do. The number is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.CorporationMode")]
public enum CorporationMode
{
    Live = 0,

    /// <summary>Members may look, nobody may change.</summary>
    ReadOnly = 1,

    /// <summary>Stands still: readable, no changes, schedules held.</summary>
    Frozen = 2,

    /// <summary>Put away: nothing of it is readable for its members and its own keys, not even its past, until it is brought back.</summary>
    Archived = 3,

    /// <summary>Deleted softly: as closed to its members as an archived one; comes back by a restore until its purge date.</summary>
    Closed = 4,
}

/// <summary>A single mode as a set of modes.</summary>
public static class CorporationModeExtensions
{
    public static Modes AsModes(this CorporationMode mode) => (Modes)(1 << (int)mode);
}
