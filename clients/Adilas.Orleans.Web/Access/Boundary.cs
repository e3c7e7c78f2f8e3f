using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Access;

/// <summary>
/// Turns a caller away from other corporations before any grain is asked, so that the answer is the same, and as quick, whether the other
/// corporation exists or not. The silos' gate holds without it.
/// </summary>
internal sealed class Boundary(ICallerAccessor callers)
{
    /// <summary>The one corporation within which the caller acts; <c>null</c> when it acts across all.</summary>
    public CorporationId? Own => callers.Current?.Corporation;

    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>.</exception>
    public void Enter(CorporationId corporation)
    {
        if (Own is { } own && own != corporation) throw Foreign();
    }

    /// <inheritdoc cref="Enter(CorporationId)"/>
    public void Enter(ProfileScope scope)
    {
        if (Own is { } own && !OwnerKey.BelongsTo(scope.GrainKey, own)) throw Foreign();
    }

    /// <summary>For things of the platform and operators' own.</summary>
    /// <inheritdoc cref="Enter(CorporationId)"/>
    public void EnterPlatform()
    {
        if (Own is not null) throw Foreign();
    }

    private static RefusedException Foreign() => new(Refusal.Forbidden, "forbidden", "The caller may not do this.");
}
