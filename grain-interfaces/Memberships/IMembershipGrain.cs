using System.Collections.Immutable;
using Adilas.Access;

namespace Adilas.Memberships;

/// <summary>The link between a corporation and a user. Key: <c>{corporation}/{user}</c>.</summary>
[GrainInterfaceType("adilas.IMembershipGrain"), Alias("adilas.IMembershipGrain"), Subject(Subject.Corporation)]
public interface IMembershipGrain : IGrainWithStringKey
{
    /// <summary>Makes the user the corporation's owner. Repeating it changes nothing.</summary>
    [Alias("EstablishOwner"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task<Membership> EstablishOwner(CancellationToken cancellationToken = default);

    /// <summary>Says what the user is there. The same roles again change nothing.</summary>
    /// <param name="roles">In the order in which their settings are merged.</param>
    /// <exception cref="Refusals.RefusedException">
    /// <see cref="Refusals.Refusal.NotFound"/>: no member. <see cref="Refusals.Refusal.Invalid"/>: none, too many, twice or malformed.
    /// <see cref="Refusals.Refusal.Stale"/>. <see cref="Refusals.Refusal.Conflict"/>: gives or takes the role <c>owner</c>.
    /// </exception>
    [Alias("SetRoles"), Allow(Caller.Member, Permission.PeopleWrite)]
    Task<Membership> SetRoles(ImmutableArray<string> roles, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Takes the link away; without one it changes nothing.</summary>
    [Alias("End"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task End(CancellationToken cancellationToken = default);

    /// <summary>For one who holds a copy.</summary>
    /// <param name="atLeast">A version that is known to be stored: the answer has that or a newer one. <c>null</c>: whichever the store has.</param>
    [Alias("Read"), Allow(Caller.Member, Permission.PeopleRead, In = Modes.Any), Repeatable]
    Task<MembershipReading> Read(long? atLeast, CancellationToken cancellationToken = default);

    /// <summary>The link as it was at a moment at least ten seconds ago, or <c>null</c>.</summary>
    /// <exception cref="Refusals.RefusedException"><see cref="Refusals.Refusal.Invalid"/>: too late.</exception>
    [Alias("AsOf"), Allow(Caller.Member, Permission.PeopleRead, In = Modes.Any), Repeatable]
    Task<Membership?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken = default);

    /// <summary>The link as stored at most a lease ago, or <c>null</c>.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.PeopleRead, In = Modes.Any), Repeatable]
    Task<Membership?> Find(CancellationToken cancellationToken = default);
}
