using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Lists layers in which something is set, from the rows that are stored with each.</summary>
public interface ILayerDirectory
{
    /// <summary>The layers of a span in the order of their names.</summary>
    /// <param name="after">From after this name on; <c>null</c>: from the first.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>.</exception>
    Task<IReadOnlyList<LayerLine>> List(LayerSpan span, string? after, int limit, CancellationToken cancellationToken);
}

/// <param name="Actor">Who changed it last.</param>
public sealed record LayerLine(ProfileScope Scope, long Version, DateTimeOffset ChangedAt, string Actor);
