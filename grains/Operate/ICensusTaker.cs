namespace Adilas.Operate;

/// <summary>Counts one sort of thing on the servers and holds it against what is allocated.</summary>
public interface ICensusTaker
{
    Task<CensusPart> Take(CancellationToken cancellationToken);
}

/// <summary>A part of a census.</summary>
/// <param name="Counts">How many of each kind exist; see <see cref="CensusKinds"/>.</param>
public sealed record CensusPart(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<Orphan> Orphans);

/// <summary>What a census counts.</summary>
public static class CensusKinds
{
    public const string Database = "database";
    public const string DatabaseUser = "databaseUser";
    public const string Bucket = "bucket";
}
