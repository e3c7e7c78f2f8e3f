using Adilas.Access;
using Orleans.Concurrency;

namespace Adilas.Publishing;

/// <summary>
/// Copies the profiles of corporations that opted in to Redis, and keeps the copies current; see ADR 11. Reach it with <c>grains.Publisher()</c>.
/// </summary>
[GrainInterfaceType("adilas.IPublisherGrain"), Alias("adilas.IPublisherGrain"), Subject(Subject.Platform)]
public interface IPublisherGrain : IGrainWithStringKey
{
    /// <summary>Publishes from now on.</summary>
    [Alias("Wake"), Allow(Caller.System), Repeatable, OneWay]
    Task Wake(CancellationToken cancellationToken = default);
}

/// <summary>The only place that writes the publisher's key.</summary>
public static class PublisherGrainFactory
{
    public static IPublisherGrain Publisher(this IGrainFactory grains) => grains.GetGrain<IPublisherGrain>("~publisher");
}
