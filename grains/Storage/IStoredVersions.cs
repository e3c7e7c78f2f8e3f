using Adilas.Refusals;

namespace Adilas.Storage;

/// <summary>Tells what the store holds without reading it, for grains that have to be sure that they remember the newest.</summary>
public interface IStoredVersions
{
    /// <summary>
    /// The newest version of a state: no older than any that was stored before this was called. 0: none ever was. Costs one statement
    /// for all who ask at about the same time.
    /// </summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<long> Newest(string stateName, GrainId grain, CancellationToken cancellationToken);
}
