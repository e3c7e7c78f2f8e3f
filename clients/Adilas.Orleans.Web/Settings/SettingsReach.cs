using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Counts the corporations that a layer reaches, for whoever is about to change it.</summary>
internal sealed class SettingsReach(IGrainFactory grains, Boundary boundary)
{
    /// <summary><c>null</c> when the caller may not know it.</summary>
    public async Task<long?> Of(ProfileScope scope, CancellationToken cancellationToken)
    {
        if (boundary.Own is not null) return 1;
        try
        {
            return await grains.CorporationDirectory().CountOf(scope.Text, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Refusal is Refusal.Forbidden)
        {
            return null;
        }
    }
}
