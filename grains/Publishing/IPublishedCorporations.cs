using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;

namespace Adilas.Publishing;

/// <summary>Reads which corporations opted in, and what their profiles are made of, as stored now.</summary>
public interface IPublishedCorporations
{
    /// <summary>Those that opted in, in the order of their ids, from after <paramref name="after"/> on.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<PublishedCorporation>> List(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Those of the given ones that opted in.</summary>
    /// <inheritdoc cref="List"/>
    Task<IReadOnlyList<PublishedCorporation>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>The newest version of those layers, by grain key, that were ever stored.</summary>
    /// <inheritdoc cref="List"/>
    Task<IReadOnlyList<StoredLayer>> Layers(IReadOnlyCollection<string> grainKeys, CancellationToken cancellationToken);
}

/// <param name="Version">Of the corporation.</param>
public sealed record PublishedCorporation(
    CorporationId Id, long Version, Modes Mode, string Industry, string? Theme, string? Plan, string Stack)
{
    public bool IsReadable => Modes.Readable.HasFlag(Mode);

    /// <summary>The layers that make up its profile, in rising precedence.</summary>
    public IEnumerable<ProfileScope> Scopes() => ProfileLayers.Of(Id, Industry, Theme, Plan, Stack);
}

/// <param name="State">The stored state as JSON.</param>
public sealed record StoredLayer(string GrainKey, long Version, byte[] State);
