using Adilas.Corporations;

namespace Adilas.Access;

/// <summary>Who makes a call, within which corporation, and with which rights. Crosses the wire only inside a <see cref="Seal"/>.</summary>
/// <param name="Kind">What the caller is.</param>
/// <param name="Actor">Whose hand it is: a user id, <c>key:{id}</c>, or the name of a system actor; at most <see cref="MaxActorLength"/> characters.</param>
/// <param name="OnBehalfOf">As whom the actor acts, when that is another; a user id.</param>
/// <param name="Corporation">The one corporation within which the caller acts; <c>null</c> for operators and for people outside any.</param>
/// <param name="Permissions">What the caller holds there.</param>
/// <param name="Session">The session that the call belongs to, at most <see cref="MaxSessionLength"/> characters.</param>
public sealed record CallerContext(
    CallerKind Kind,
    string Actor,
    string? OnBehalfOf = null,
    CorporationId? Corporation = null,
    PermissionSet Permissions = default,
    string? Session = null)
{
    public const int MaxActorLength = 48;
    public const int MaxSessionLength = 32;

    /// <summary>Whether this is the same hand or the same person, whoever acts for whom.</summary>
    public bool IsSame(string actor, string? onBehalfOf) =>
        new[] { actor, onBehalfOf }.OfType<string>().Intersect(new[] { Actor, OnBehalfOf }.OfType<string>(), StringComparer.Ordinal).Any();

    public static CallerContext Anonymous { get; } = new(CallerKind.Anonymous, "anonymous");
}
