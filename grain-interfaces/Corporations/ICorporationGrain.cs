using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Corporations;

/// <summary>
/// One corporation: the tenant that owns members, settings profiles, a database and a bucket.
/// Key: <see cref="CorporationId"/>. Reach it with <c>grains.Corporation(id)</c>.
/// </summary>
[GrainInterfaceType("adilas.ICorporationGrain"), Alias("adilas.ICorporationGrain"), Subject(Subject.Corporation)]
public interface ICorporationGrain : IGrainWithStringKey
{
    /// <summary>Registers the corporation. Repeating the same call changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: registered with other particulars.</exception>
    [Alias("Register"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task<Corporation> Register(CorporationRegistration registration, CancellationToken cancellationToken = default);

    /// <summary>Takes back a registration whose provisioning is rolled back, so that the id is free again.</summary>
    [Alias("Unregister"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task Unregister(CancellationToken cancellationToken = default);

    /// <summary>The corporation as stored, or <c>null</c> when it was never registered.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.CorporationsRead, In = Modes.Any), Repeatable]
    Task<Corporation?> Find(CancellationToken cancellationToken = default);

    /// <summary>For one who holds a copy.</summary>
    /// <param name="atLeast">A version that is known to be stored: the answer has that or a newer one. <c>null</c>: whichever the store has.</param>
    [Alias("Read"), Allow(Caller.Member, Permission.CorporationsRead, In = Modes.Any), Repeatable]
    Task<CorporationReading> Read(long? atLeast, CancellationToken cancellationToken = default);

    /// <summary>The corporation as it was at a moment at least ten seconds ago, or <c>null</c> when it was not registered then.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: too late.</exception>
    [Alias("AsOf"), Allow(Caller.Member, Permission.CorporationsRead, In = Modes.Any), Repeatable]
    Task<Corporation?> AsOf(DateTimeOffset moment, CancellationToken cancellationToken = default);

    /// <summary>Changes what is given, provided that <paramref name="expectedVersion"/>, if given, is still the newest.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>: not registered. <see cref="Refusal.Invalid"/>: a rule is broken, the field is named.
    /// <see cref="Refusal.Stale"/>: changed by someone else meanwhile.
    /// </exception>
    [Alias("Change"), Allow(Caller.Member, Permission.CorporationsWrite)]
    Task<Corporation> Change(CorporationChange change, long? expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets what the corporation may do. Once this returns, no write under the earlier mode is stored on any silo.
    /// </summary>
    /// <param name="mode">Any but <see cref="CorporationMode.Closed"/>, for which there is <see cref="Close"/>.</param>
    /// <param name="reason">Why, 1 to 500 characters; kept with the mode.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/>; <see cref="Refusal.Invalid"/>: no reason; <see cref="Refusal.Conflict"/>: closed.
    /// </exception>
    [Alias("SetMode"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<Corporation> SetMode(CorporationMode mode, string reason, CancellationToken cancellationToken = default);

    /// <summary>Deletes softly: closed at once, purged 30 days later unless restored. Closing twice changes nothing.</summary>
    [Alias("Close"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<Corporation> Close(string? reason, CancellationToken cancellationToken = default);

    /// <summary>Undoes <see cref="Close"/>: returns to the mode before. On one that is not closed it changes nothing.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.Conflict"/>: past its purge date.</exception>
    [Alias("Restore"), Allow(Caller.Operator, Permission.CorporationsWrite, In = Modes.Any), Repeatable]
    Task<Corporation> Restore(CancellationToken cancellationToken = default);
}
