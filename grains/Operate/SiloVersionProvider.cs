using System.Reflection;
using Orleans.Metadata;

namespace Adilas.Operate;

/// <summary>Says which version of the program runs on this silo; see <see cref="SiloVersion"/>.</summary>
internal sealed class SiloVersionProvider : IGrainPropertiesProvider
{
    private static readonly string? Version =
        (Assembly.GetEntryAssembly() ?? typeof(SiloVersionProvider).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        if (grainType == SiloVersion.Carrier && Version is not null) properties[SiloVersion.Property] = Version;
    }
}
