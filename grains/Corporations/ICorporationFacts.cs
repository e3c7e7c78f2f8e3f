using Adilas.Access;

namespace Adilas.Corporations;

/// <summary>What every silo needs to know of a corporation before it lets a call through. Kept small: every silo holds it in memory.</summary>
/// <param name="Mode">What the corporation may do now; exactly one flag.</param>
/// <param name="Stack">The stack that serves it.</param>
/// <param name="Version">The corporation's version that this was derived from.</param>
public sealed record CorporationFacts(CorporationId Corporation, Modes Mode, string Stack, long Version);

/// <summary>Reads the facts as stored; the silo keeps its own replica of those in use.</summary>
public interface ICorporationFacts
{
    /// <summary>The facts of one corporation, or <c>null</c> when it does not exist.</summary>
    Task<CorporationFacts?> Find(CorporationId corporation, CancellationToken cancellationToken);

    /// <summary>
    /// Facts that changed after <paramref name="since"/>, oldest first, at most <paramref name="limit"/>. One statement however many
    /// corporations exist.
    /// </summary>
    Task<IReadOnlyList<(CorporationFacts Facts, DateTimeOffset ChangedAt)>> ChangedSince(
        DateTimeOffset since, int limit, CancellationToken cancellationToken);
}
