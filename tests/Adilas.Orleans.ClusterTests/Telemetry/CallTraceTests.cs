using System.Collections.Concurrent;
using System.Diagnostics;
using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Telemetry;

public sealed class CallTraceTests(ClusterFixture cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trace_of_a_call_names_the_corporation_and_that_of_the_platforms_own_business_none()
    {
        var id = ClusterFixture.NewCorporation();
        await cluster.Register(id);
        var served = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.Orleans.Application",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Kind is ActivityKind.Server) served.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);

        ClusterFixture.AsOperator();
        await cluster.Grains.Corporation(id).Find(Cancelled);
        await cluster.Grains.Stack(StackId.Parse("data0")).Find(Cancelled);

        var ofCorporations = await Traced("ICorporationGrain/Find", named => named.Contains(id.Value));
        Assert.DoesNotContain(null, ofCorporations);
        Assert.All(await Traced("IStackGrain/Find", named => named.Count > 0), Assert.Null);

        Task<List<object?>> Traced(string name, Func<List<object?>, bool> condition) => ClusterFixture.Until(
            () => Task.FromResult(served.Where(it => it.OperationName == name).Select(it => it.GetTagItem("adilas.corporation")).ToList()),
            condition,
            $"The trace of {name}");
    }
}
