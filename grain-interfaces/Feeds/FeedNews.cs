using System.Collections.Immutable;

namespace Adilas.Feeds;

/// <summary>What a feed answers.</summary>
/// <param name="Mark">What the caller knows with this answer.</param>
/// <param name="Age">How long ago the feed last began to read the store: the answer holds every change that was acknowledged before.</param>
/// <param name="IsReset">
/// Whether changes may be missing, because the feed began anew or the caller was away too long: compare everything that is held.
/// </param>
[GenerateSerializer, Immutable, Alias("adilas.FeedNews")]
public sealed record FeedNews(FeedMark Mark, TimeSpan Age, bool IsReset, ImmutableArray<GrainVersion> Changes);

/// <summary>A place in a feed.</summary>
/// <param name="Epoch">Which life of the feed; another one starts to count anew.</param>
[GenerateSerializer, Immutable, Alias("adilas.FeedMark")]
public sealed record FeedMark(string Epoch, long Position);

/// <summary>The version of one grain's state.</summary>
[GenerateSerializer, Immutable, Alias("adilas.GrainVersion")]
public readonly record struct GrainVersion([property: Id(0)] string Key, [property: Id(1)] long Version);
