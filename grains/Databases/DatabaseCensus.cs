using System.Collections.Immutable;
using Adilas.Operate;

namespace Adilas.Databases;

/// <summary>What the database servers hold under our prefix, held against what is allocated.</summary>
/// <param name="Orphans">At most <see cref="MaxOrphans"/>.</param>
public sealed record DatabaseCensus(int Databases, int DatabaseUsers, ImmutableArray<Orphan> Orphans)
{
    public const int MaxOrphans = 1_000;
}
