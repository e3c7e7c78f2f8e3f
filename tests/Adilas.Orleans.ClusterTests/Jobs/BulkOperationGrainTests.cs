using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Jobs.Bulk;

public sealed class BulkOperationGrainTests(ClusterFixture cluster) : IAsyncLifetime
{
    private readonly CorporationId corporation = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IGrainFactory Grains
    {
        get
        {
            ClusterFixture.AsOperator();
            return cluster.Grains;
        }
    }

    public async ValueTask InitializeAsync() => await cluster.Register(corporation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Many_are_cancelled_and_retried_while_nobody_waits()
    {
        await Order(450);
        var begun = await Grains.BulkOperations(corporation).Start(BulkVerb.Cancel, new JobQuery(Kind: "label"), Cancelled);
        Assert.Equal((BulkPhase.Running, 450, "op"), (begun.Phase, begun.Expected, begun.OrderedBy));

        var ended = await Ended(begun.Id);

        Assert.Equal((BulkPhase.Finished, 450, 0), (ended.Phase, ended.Done, ended.Skipped));
        Assert.Equal(450, await Grains.JobQueue(corporation).Count(new JobQuery(JobState.Cancelled), Cancelled));
        Assert.Equal("Cancelled by op.", (await Grains.JobQueue(corporation).List(new JobQuery(Limit: 1), Cancelled)).Items[0].FailureMessage);
        var retried = await Ended((await Grains.BulkOperations(corporation).Start(BulkVerb.Retry, new JobQuery(JobState.Cancelled), Cancelled)).Id);
        Assert.Equal(450, retried.Done);
        var listed = (await Grains.BulkOperations(corporation).List(null, null, Cancelled)).Items;
        Assert.Equal([(retried.Id, 450), (ended.Id, 450)], listed.Select(it => (it.Id, it.Done)));
        Assert.Equal(JobState.Cancelled, listed[0].Filter.State);
    }

    [Fact]
    public async Task A_part_that_is_asked_for_again_is_answered_as_the_first_time()
    {
        await Order(30);
        var first = await Part("x/0");
        var again = await Part("x/0");

        Assert.Equal(30, first.Done);
        Assert.Equal((first.Done, first.Next), (again.Done, again.Next));
        Assert.Equal(0, (await Part("x/1")).Done);
    }

    [Fact]
    public async Task What_a_mode_holds_up_goes_on_when_it_may_again()
    {
        await Order(3_000); // more than it gets through until it is held
        var begun = await Grains.BulkOperations(corporation).Start(BulkVerb.Cancel, new JobQuery(), Cancelled);

        await Grains.Corporation(corporation).SetMode(CorporationMode.Frozen, "test", Cancelled);
        var held = await ClusterFixture.Until(
            () => Grains.BulkOperation(corporation, begun.Id).Find(Cancelled), it => it!.Problem is not null || it.Phase is BulkPhase.Finished, "A hold");
        await Grains.Corporation(corporation).SetMode(CorporationMode.Live, "test", Cancelled);

        Assert.Equal("mode-frozen", held!.Problem);
        var ended = await Ended(begun.Id);
        Assert.Equal((BulkPhase.Finished, 3_000, (string?)null), (ended.Phase, ended.Done, ended.Problem));
    }

    [Fact]
    public async Task One_is_stopped_and_an_operation_id_brings_the_same_one_back()
    {
        await Order(2_000);
        Sign("stop-test");
        var begun = await cluster.Grains.BulkOperations(corporation).Start(BulkVerb.Cancel, new JobQuery(), Cancelled);
        Sign("stop-test");
        Assert.Equal(begun.Id, (await cluster.Grains.BulkOperations(corporation).Start(BulkVerb.Cancel, new JobQuery(), Cancelled)).Id);

        var stopped = await Grains.BulkOperation(corporation, begun.Id).Stop(Cancelled);

        Assert.Equal((BulkPhase.Stopped, "op"), (stopped.Phase, stopped.EndedBy));
        Assert.InRange(stopped.Done, 0, 1_999);
        Assert.Equal(stopped.Done, (await Grains.BulkOperation(corporation, begun.Id).Stop(Cancelled)).Done);
        Assert.Equal(stopped.Done, await Grains.JobQueue(corporation).Count(new JobQuery(JobState.Cancelled), Cancelled));

        static void Sign(string id)
        {
            ClusterFixture.AsOperator();
            RequestContext.Set(OperationKey.Header, new OperationKey(id, "hash").ToString());
        }
    }

    [Fact]
    public async Task Nobody_but_the_list_begins_one()
    {
        var id = BulkOperationId.Make(DateTimeOffset.UtcNow);

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => Grains.BulkOperation(corporation, id).Start(BulkVerb.Cancel, new JobQuery(), 1, Cancelled));

        Assert.Equal("not-through", refused.Code);
        Assert.Null(await Grains.BulkOperation(corporation, id).Find(Cancelled));
    }

    private Task<BulkPart> Part(string name)
    {
        ClusterFixture.As(new CallerContext(CallerKind.System, SystemActors.Work, Corporation: corporation));
        RequestContext.Set(OperationKey.Header, new OperationKey($"bulk/{corporation}/{name}", name).ToString());
        return cluster.Grains.JobQueue(corporation).ChangePart(BulkVerb.Cancel, new JobQuery(), "op", Cancelled);
    }

    private async Task<BulkOperation> Ended(BulkOperationId id) => (await ClusterFixture.Until(
        () => Grains.BulkOperation(corporation, id).Find(Cancelled), it => it?.Phase is not BulkPhase.Running, $"The end of {id}"))!;

    private async Task Order(int count)
    {
        foreach (var part in Enumerable.Range(0, count).Chunk(JobOrder.MaxBatch))
            await Grains.JobQueue(corporation).Order([.. part.Select(number => new JobOrder("q", "label", $"{number}"))], Cancelled);
    }
}
