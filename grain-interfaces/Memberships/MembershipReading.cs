namespace Adilas.Memberships;

/// <summary>What one who holds a copy of a membership reads.</summary>
/// <param name="Version">0: there never was a link.</param>
/// <param name="Membership"><c>null</c> when there is none at this version.</param>
[GenerateSerializer, Immutable, Alias("adilas.MembershipReading")]
public readonly record struct MembershipReading([property: Id(0)] long Version, [property: Id(1)] Membership? Membership);
