using Orleans.Metadata;

namespace Adilas.Operate;

/// <summary>
/// The version of the program that runs on a silo. A silo writes it beside the grains that it offers, which every member and client of
/// the cluster learns anyway: knowing it costs no call.
/// </summary>
public static class SiloVersion
{
    public const string Property = "adilas.version";

    /// <summary>The one grain that carries it.</summary>
    public static GrainType Carrier { get; } = GrainType.Create("corporation");

    /// <summary><c>null</c> for a silo that is not ours, or too old to say.</summary>
    public static string? Of(GrainManifest silo) =>
        silo.Grains.TryGetValue(Carrier, out var grain) ? grain.Properties.GetValueOrDefault(Property) : null;
}
