using System.Collections.Immutable;
using Adilas.Access;
using Adilas.Refusals;
using Orleans.Concurrency;

namespace Adilas.Operate;

/// <summary>
/// Knows which front ends and web hosts run, and which release: they say so every 20 s, and who was not heard for a minute is gone. Nothing is stored.
/// Reach it with <c>grains.FrontEnds()</c>.
/// </summary>
[GrainInterfaceType("adilas.IFrontEndDirectoryGrain"), Alias("adilas.IFrontEndDirectoryGrain"), Subject(Subject.Platform)]
public interface IFrontEndDirectoryGrain : IGrainWithStringKey
{
    /// <summary>How many are known at once; others are not listed.</summary>
    const int MaxListed = 1_000;

    /// <summary>Says that a front end runs. A hint: it may be lost.</summary>
    [Alias("Report"), Allow(Caller.Operator, Permission.SettingsRead, In = Modes.Any), OneWay]
    Task Report(FrontEndReport report, CancellationToken cancellationToken = default);

    /// <summary>Those that were heard within the last minute, by name.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>.</exception>
    [Alias("List"), Allow(Caller.Operator, Permission.StacksRead), Repeatable]
    Task<ImmutableArray<RunningFrontEnd>> List(CancellationToken cancellationToken = default);
}

/// <summary>What a front end says of itself; longer texts are cut.</summary>
/// <param name="Name">Its machine and process.</param>
/// <param name="Program">What runs there, such as <c>Adilas.Orleans.Web</c>.</param>
/// <param name="Release">The version of the program; <c>null</c> when it has none.</param>
[GenerateSerializer, Immutable, Alias("adilas.FrontEndReport")]
public sealed record FrontEndReport(string Name, string Program, string? Release)
{
    public const int MaxLength = 100;
}

/// <summary>A front end that runs.</summary>
/// <param name="SeenAt">When it was last heard, UTC.</param>
[GenerateSerializer, Immutable, Alias("adilas.RunningFrontEnd")]
public sealed record RunningFrontEnd(string Name, string Program, string? Release, DateTimeOffset SeenAt);

/// <summary>The only place that writes the directory's key.</summary>
public static class FrontEndDirectoryGrainFactory
{
    public static IFrontEndDirectoryGrain FrontEnds(this IGrainFactory grains) => grains.GetGrain<IFrontEndDirectoryGrain>("~front-ends");
}
