using Adilas.Platform;
using Adilas.Storage;
using CsCheck;
using Orleans.Storage;

namespace Adilas.Journal;

/// <summary>Random activations of a few grains that load, write and clear, held against a model of one version number and one value a grain.</summary>
public sealed class WriterModelTests(MySqlFixture servers)
{
    private const int Grains = 3;
    private const int ActivationsEach = 2;

    private enum Act
    {
        Write,
        Clear,
        Load,
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_journal_behaves_like_one_fenced_value_a_grain(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var steps = Gen.Select(Gen.Int[0, Grains - 1], Gen.Int[0, ActivationsEach - 1], Gen.Enum<Act>(), Gen.String[Gen.Char.AlphaNumeric, 0, 20]).Array[1, 40];

        await steps.SampleAsync(script => Play(journal, script), iter: dialect is SqlDialect.Sqlite ? 60 : 30, threads: 1);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Whatever_writers_race_each_version_is_acknowledged_once_and_the_chain_holds(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect));
        var wins = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Race(journal, $"corp-{number % 4}/race")));

        foreach (var group in wins.SelectMany(won => won).GroupBy(won => won.Key))
        {
            var versions = group.Select(won => won.Version).Order().ToList();
            Assert.Equal(Enumerable.Range(1, versions.Count).Select(version => (long)version), versions);
            Assert.Equal(new ChainCheck(versions.Count, null), await journal.Get<IJournalVerifier>().Check(Activation.StateNameOf(group.Key), group.Key, TestContext.Current.CancellationToken));
        }
    }

    private static async Task<List<(string Key, long Version)>> Race(TestJournal journal, string key)
    {
        var won = new List<(string, long)>();
        while (won.Count < 15)
        {
            var grain = await journal.Load(key);
            try
            {
                await grain.Write($"{won.Count}");
                won.Add((key, grain.Version));
            }
            catch (InconsistentStateException)
            {
                continue;
            }
        }

        return won;
    }

    private static async Task Play(TestJournal journal, (int Grain, int Activation, Act Act, string Text)[] script)
    {
        var prefix = Guid.NewGuid().ToString("N");
        var model = new (long Version, string? Text)[Grains];
        var known = new long[Grains, ActivationsEach];
        var activations = new Activation[Grains, ActivationsEach];
        for (var grain = 0; grain < Grains; grain++)
        {
            for (var activation = 0; activation < ActivationsEach; activation++) activations[grain, activation] = await journal.Load($"{prefix}/{grain}");
        }

        foreach (var (grain, number, act, text) in script)
        {
            var activation = activations[grain, number];
            var isCurrent = known[grain, number] == model[grain].Version;
            if (act is Act.Load)
            {
                await activation.Read();
                Assert.Equal(
                    (model[grain].Version, model[grain].Text is not null, model[grain].Text ?? ""),
                    (activation.Version, activation.Held.RecordExists, activation.State.Text));
            }
            else if (act is Act.Write || activation.Held.RecordExists)
            {
                var change = act is Act.Write ? activation.Write(text) : activation.Clear();
                if (!isCurrent)
                {
                    await Assert.ThrowsAsync<InconsistentStateException>(() => change);
                    await activation.Read();
                }
                else
                {
                    await change;
                    model[grain] = (model[grain].Version + 1, act is Act.Write ? text : null);
                    Assert.Equal(model[grain].Version, activation.Version);
                }
            }

            known[grain, number] = activation.Version;
        }
    }
}
