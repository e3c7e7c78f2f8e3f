using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Tells whether anything refers to a layer of settings: a corporation, a member, a stack. What nothing refers to changes nothing yet.</summary>
public interface ILayerUse
{
    /// <returns>For each layer whether something does.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<bool>> Find(IReadOnlyList<ProfileScope> layers, CancellationToken cancellationToken);
}
