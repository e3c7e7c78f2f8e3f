using System.Collections.Immutable;

namespace Adilas.Operate;

/// <summary>What exists on the servers, held against what the runtime has allocated.</summary>
/// <param name="Orphans">What exists without being allocated, or is allocated without existing; at most 1,000.</param>
[GenerateSerializer, Immutable, Alias("adilas.Census")]
public sealed record Census(int Databases, int DatabaseUsers, int Buckets, ImmutableArray<Orphan> Orphans);

/// <summary>One thing that should not be, or is missing.</summary>
/// <param name="Kind"><c>database</c>, <c>databaseUser</c> or <c>bucket</c>.</param>
[GenerateSerializer, Immutable, Alias("adilas.Orphan")]
public sealed record Orphan(string Kind, string Name, string Reason);
