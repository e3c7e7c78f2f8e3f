using Adilas.Access;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Storage;
using Dapper;

namespace Adilas.Journal;

public sealed class ModeTests(MySqlFixture servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_write_is_stored_only_in_the_modes_that_its_call_allows(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var corporation = await journal.Load("acme");
        var member = await journal.Load("acme/u1");
        await member.Write("before there is a corporation", Modes.Live);
        await corporation.Write(new ThingState { Mode = Modes.Live });
        await member.Write("live", Modes.Live);
        await corporation.Write(new ThingState { Mode = Modes.Frozen });

        var refused = await Assert.ThrowsAsync<RefusedException>(() => member.Write("frozen", Modes.Live | Modes.ReadOnly));

        Assert.Equal((Refusal.Mode, "mode-frozen"), (refused.Refusal, refused.Code));
        await member.Read();
        await member.Write("by a saga", Modes.Any);
        await (await journal.Load("beta/u1")).Write("another corporation's business", Modes.Live);
        await (await journal.Load("~stack/acme")).Write("the platform's business", Modes.Live);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task After_a_mode_is_acknowledged_nothing_is_stored_under_the_old_one_on_any_silo(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var first = await TestJournal.Open(connection);
        await using var second = await TestJournal.Open(connection);
        var corporation = await first.Load("acme");
        await corporation.Write(new ThingState { Mode = Modes.Live });
        var writers = Enumerable.Range(0, 50).Select(number => WriteUntilRefused(number % 2 == 0 ? first : second, $"acme/u{number}")).ToList();
        await using var reading = await first.Connect();
        await LocalCluster.Deadline.Until(
            "the writers are under way",
            async _ => await reading.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM journal") > 100,
            TimeSpan.FromSeconds(30),
            Cancelled);

        await corporation.Write(new ThingState { Mode = Modes.Frozen });
        var acknowledged = StoredTime.ToMicroseconds(DateTimeOffset.UtcNow);

        Assert.All(await Task.WhenAll(writers), code => Assert.Equal("mode-frozen", code));
        var change = await reading.ExecuteScalarAsync<long>("SELECT MAX(position) FROM journal WHERE grain_key = 'acme'");
        Assert.Equal(0, await reading.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM journal WHERE position > {change}"));
        Assert.Equal(0, await reading.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM journal WHERE written_at > {acknowledged}"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Facts_are_found_and_followed_by_the_time_of_their_change(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var facts = journal.Get<Corporations.ICorporationFacts>();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var acme = await journal.Load("acme");
        await acme.Write(new ThingState { Mode = Modes.Live });
        await (await journal.Load("beta")).Write(new ThingState { Mode = Modes.Live });
        var between = (await facts.ChangedSince(before, 10, Cancelled))[1].ChangedAt;
        await acme.Write(new ThingState { Mode = Modes.ReadOnly });

        var found = await facts.Find(Corporations.CorporationId.Parse("acme"), Cancelled);
        var changed = await facts.ChangedSince(between, 10, Cancelled);

        Assert.Equal((Modes.ReadOnly, "data0", 2L), (found!.Mode, found.Stack, found.Version));
        Assert.Equal(["acme"], changed.Select(change => change.Facts.Corporation.Value));
        Assert.Equal(["beta", "acme"], (await facts.ChangedSince(before, 10, Cancelled)).Select(change => change.Facts.Corporation.Value));
        Assert.Single(await facts.ChangedSince(before, 1, Cancelled));
        Assert.Null(await facts.Find(Corporations.CorporationId.Parse("nobody"), Cancelled));
    }

    private static async Task<string> WriteUntilRefused(TestJournal journal, string key)
    {
        var grain = await journal.Load(key);
        for (var round = 0; ; round++)
        {
            try
            {
                await grain.Write($"{round}", Modes.Live);
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }
    }
}
