using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Feeds;

/// <summary>
/// Tells front ends which grains have changed, so that a copy which they hold is never older than a lease. Reach it with
/// <c>grains.Feed(name)</c>; the names are in <see cref="FeedName"/>. It looks into the store itself, so that a lost message costs
/// half a second and no correctness; it holds nothing that is not there.
/// </summary>
[GrainInterfaceType("adilas.IFeedGrain"), Alias("adilas.IFeedGrain"), Subject(Subject.Platform)]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>How many grains <see cref="Compare"/> takes at once.</summary>
    const int MaxCompared = 1000;

    /// <summary>Answers as soon as there is news after <paramref name="after"/>, and without any after half a second.</summary>
    /// <param name="after">What the caller knows; <c>null</c> at first, which answers at once.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the store could not be reached since the feed began.</exception>
    [Alias("Follow"), Allow(Caller.Operator, Permission.SettingsRead, In = Modes.Any), AlwaysInterleave]
    Task<FeedNews> Follow(FeedMark? after, CancellationToken cancellationToken = default);

    /// <summary>The newest version of those that have another than the caller holds; one that does not exist has version 0.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: too many. <see cref="Refusal.Unavailable"/>.</exception>
    [Alias("Compare"), Allow(Caller.Operator, Permission.SettingsRead, In = Modes.Any), AlwaysInterleave, Repeatable]
    Task<ImmutableArray<GrainVersion>> Compare(ImmutableArray<GrainVersion> held, CancellationToken cancellationToken = default);

    /// <summary>Says that a grain has just stored a version. A hint: it may be lost.</summary>
    [Alias("Tell"), Allow(Caller.System, In = Modes.Any), AlwaysInterleave, OneWay]
    Task Tell(GrainVersion changed, CancellationToken cancellationToken = default);
}
