namespace Adilas.Access;

/// <summary>What was read from a seal: a caller, or the reason why there is none.</summary>
public readonly record struct SealReading(CallerContext? Caller, DateTimeOffset ExpiresAt, SealRing Ring, SealFailure Failure)
{
    public static SealReading Failed(SealFailure failure) => new(null, default, default, failure);
}
