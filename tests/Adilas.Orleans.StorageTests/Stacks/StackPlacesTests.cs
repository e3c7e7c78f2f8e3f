using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;

namespace Adilas.Stacks;

public sealed class StackPlacesTests(MySqlFixture servers)
{
    private const int Capacity = 10;
    private static readonly StackId Stack = StackId.Parse("data0");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_fifty_who_ask_two_hosts_at_once_ten_get_one_of_ten_places(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var one = await Open(connection);
        await using var other = await Open(connection);
        await RegisterStack(one);

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Take((number % 2 == 0 ? one : other).Get<IStackPlaces>(), $"c{number}")));

        Assert.Equal(Capacity, taken.Count(got => got));
        var places = one.Get<IStackPlaces>();
        Assert.Equal((Capacity, Capacity), ((int)await places.Count(Stack, Cancelled), (int)Assert.Single(await places.List(Cancelled)).Corporations));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_place_is_found_until_it_is_given_back_once(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));
        await RegisterStack(journal);
        var (places, acme) = (journal.Get<IStackPlaces>(), CorporationId.Parse("acme"));

        Assert.True(await places.TryTake(acme, Stack, Cancelled));
        Assert.False(await places.TryTake(acme, Stack, Cancelled));
        Assert.Equal((Stack, 1), (await places.Find(acme, Cancelled), (int)await places.Count(Stack, Cancelled)));
        await places.GiveBack(acme, Cancelled);
        await places.GiveBack(acme, Cancelled);
        Assert.Equal((null, 0), (await places.Find(acme, Cancelled), (int)await places.Count(Stack, Cancelled)));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_stack_that_is_not_registered_gives_none(SqlDialect dialect)
    {
        await using var journal = await Open(await servers.NewConnection(dialect));

        Assert.False(await journal.Get<IStackPlaces>().TryTake(CorporationId.Parse("acme"), Stack, Cancelled));
        Assert.Null(await journal.Get<IStackPlaces>().Find(CorporationId.Parse("acme"), Cancelled));
    }

    private static Task<TestJournal> Open(PlatformConnection connection) => TestJournal.Open(connection, services => services.AddPlatformPorts());

    private static async Task RegisterStack(TestJournal journal)
    {
        await using var connection = await journal.Connect();
        await connection.ExecuteAsync(
            "INSERT INTO stack_directory (grain_key, source_version, stack, kind, capacity, registered_at) VALUES ('~stack/data0', 1, 'data0', 0, @Capacity, 0)",
            new { Capacity });
    }

    private static async Task<bool> Take(IStackPlaces places, string corporation)
    {
        while (true)
        {
            try
            {
                return await places.TryTake(CorporationId.Parse(corporation), Stack, Cancelled);
            }
            catch (RefusedException busy) when (busy.Code is "database-busy")
            {
                await Task.Yield(); // chosen to end a dead-lock; a provisioning's step tries again, too
            }
        }
    }
}
