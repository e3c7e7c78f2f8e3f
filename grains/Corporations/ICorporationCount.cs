using Adilas.Settings;

namespace Adilas.Corporations;

/// <summary>Counts corporations by the layers of settings that apply to them.</summary>
public interface ICorporationCount
{
    Task<long> Of(ProfileScope layer, CancellationToken cancellationToken);
}
