using System.Diagnostics;
using Adilas.Feeds;
using Adilas.Hot;
using Adilas.Platform;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adilas.Publishing;

/// <summary>From the platform database to Redis: at its stated size with ADILAS_TEST_FULL=1.</summary>
public sealed class PublishingTests(MySqlFixture servers, HotStores stores, ITestOutputHelper output)
{
    private static readonly int Count = Environment.GetEnvironmentVariable("ADILAS_TEST_FULL") is "1" ? 10_000 : 500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.MySql, HotStores.Redis), InlineData(SqlDialect.Sqlite, HotStores.Embedded)]
    public async Task A_change_of_the_system_layer_and_an_emptied_store_cost_every_copy_ten_seconds_at_most(SqlDialect dialect, string kind)
    {
        await using var journal = await PublishedPlatform.Open(await servers.NewConnection(dialect));
        var redis = await stores.Connect(kind, database: 1);
        var ids = Enumerable.Range(0, Count).Select(number => $"s{dialect}-{number:00000}".ToLowerInvariant()).ToList();
        await journal.Layer("~system", """{"images":{"width":700}}""");
        foreach (var some in ids.Chunk(200))
        {
            await Task.WhenAll(some.Select(id => journal.Corporation(id, isPublished: true)));
            await Task.WhenAll(some.Select(id => journal.Layer(id, $$"""{"crm":{"followUp":3},"custom":{"name":"{{id}}"} }""")));
        }

        var publisher = new CopyPublisher(
            new RedisCopyStore(redis), journal.Get<IPublishedCorporations>(), journal.Get<IFeedSource>(), TimeProvider.System,
            NullLogger<CopyPublisher>.Instance);
        await publisher.Pass(Cancelled);
        await AssertAll("700");

        await journal.Layer("~system", """{"images":{"width":701}}""");
        await Timed("system layer", "701");

        await redis.GetDatabase().ExecuteAsync("FLUSHDB");
        await Timed("emptied store", "701");

        async Task Timed(string what, string width)
        {
            var watch = Stopwatch.StartNew();
            await publisher.Pass(Cancelled);
            output.WriteLine($"{what}: {Count} copies in {watch.Elapsed.TotalSeconds:0.0} s");
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
            await AssertAll(width);
        }

        async Task AssertAll(string width)
        {
            var copies = await Task.WhenAll(ids.Select(id => redis.GetDatabase().HashGetAsync($"profile:{id}", "json")));
            Assert.All(copies, copy => Assert.Contains($"\"width\":{width}", copy.ToString(), StringComparison.Ordinal));
        }
    }
}
