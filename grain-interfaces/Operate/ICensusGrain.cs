using Adilas.Access;

namespace Adilas.Operate;

/// <summary>Counts databases, database users and buckets. Reach it with <c>grains.Census()</c>; any silo answers.</summary>
[GrainInterfaceType("adilas.ICensusGrain"), Alias("adilas.ICensusGrain"), Subject(Subject.Platform)]
public interface ICensusGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the census now; takes seconds when there are tens of thousands of databases, and is therefore waited for, not asked again.
    /// </summary>
    [Alias("Take"), Allow(Caller.Operator, Permission.StacksRead), ResponseTimeout("00:00:28")]
    Task<Census> Take(CancellationToken cancellationToken = default);
}

/// <summary>The only place that writes the census's key.</summary>
public static class CensusGrainFactory
{
    public static ICensusGrain Census(this IGrainFactory grains) => grains.GetGrain<ICensusGrain>("~census");
}
