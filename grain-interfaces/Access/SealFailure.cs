namespace Adilas.Access;

/// <summary>Why a seal was not believed.</summary>
public enum SealFailure
{
    None,
    Missing,
    Malformed,

    /// <summary>No key that we hold made the signature.</summary>
    Forged,

    /// <summary>A web host's key claims to be a system actor.</summary>
    WrongRing,

    Expired,

    /// <summary>It would live longer than a lease.</summary>
    TooLong,
}
