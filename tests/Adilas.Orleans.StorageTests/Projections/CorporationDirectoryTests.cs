using Adilas.Journal;
using Adilas.Platform;
using Adilas.Refusals;
using Adilas.Stacks;
using Adilas.Storage;

namespace Adilas.Corporations;

public sealed class CorporationDirectoryTests(MySqlFixture servers)
{
    private static readonly string[] Names =
    [
        "Blue River Trading", "Café Été", "Łódź Stolarnia", "ÅNGSTRÖM & Söhne", "O'Neill's Bike-Shop", "Ελληνικός Φούρνος", "北京 商店", "The Blue Café",
        "%_ percent", "Bluebird",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Corporations_are_found_by_the_beginning_of_their_id_their_name_or_any_word(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        for (var number = 0; number < Names.Length; number++) await Register(journal, $"corp-{number}", Names[number]);
        await Register(journal, "blue-id", "Zebra");

        Assert.Equal(["blue-id", "corp-0", "corp-7", "corp-9"], await Found(journal, "BLUE"));
        Assert.Equal(["corp-0"], await Found(journal, "river trad"));
        Assert.Equal(["blue-id"], await Found(journal, "blue-i"));
        Assert.Equal(["corp-1", "corp-7"], await Found(journal, "cafe"));
        Assert.Equal(["corp-1"], await Found(journal, "ÉTÉ"));
        Assert.Equal(["corp-2"], await Found(journal, "lodz"));
        Assert.Equal(["corp-3"], await Found(journal, "sohne"));
        Assert.Equal(["corp-4"], await Found(journal, "bike shop"));
        Assert.Equal(["corp-5"], await Found(journal, "φουρνος"));
        Assert.Equal(["corp-6"], await Found(journal, "商"));
        Assert.Equal(["corp-8"], await Found(journal, "%_ per"));
        Assert.Empty(await Found(journal, "iver"));
        Assert.Empty(await Found(journal, "%"));
        Assert.Equal(11, (await Found(journal, "  ")).Count);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_renamed_corporation_is_found_by_its_new_name_alone(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        await Register(journal, "acme", "Old Words");
        await Register(journal, "acme", "New Words");

        Assert.Empty(await Found(journal, "old"));
        Assert.Equal(["acme"], await Found(journal, "new"));
        Assert.Equal(["acme"], await Found(journal, "words"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_malformed_cursor_and_a_text_that_is_too_long_are_refused(SqlDialect dialect)
    {
        await using var journal = await Open(dialect);
        var directory = journal.Get<ICorporationDirectory>();

        Assert.Equal("cursor-malformed", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Cursor: "A/B"), Cancelled))).Code);
        Assert.Equal("query-too-long", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Text: new string('x', 101)), Cancelled))).Code);
        Assert.Equal("limit-out-of-range", (await Assert.ThrowsAsync<RefusedException>(() => directory.Search(new(Limit: 201), Cancelled))).Code);
    }

    private static async Task<List<string>> Found(TestJournal journal, string text) =>
        [.. (await journal.Get<ICorporationDirectory>().Search(new CorporationQuery(text), Cancelled)).Items.Select(item => item.Id.Value)];

    /// <summary>Through the journal, with the projections of the real grain.</summary>
    private static async Task Register(TestJournal journal, string id, string name)
    {
        using var call = TestJournal.Call();
        var state = new GrainState<CorporationState>(new CorporationState());
        var grain = GrainId.Create("corporation", id);
        await journal.Storage.ReadStateAsync(StorageNames.Corporation, grain, state);
        var registration = new CorporationRegistration(name, "retail", CorporationKind.Work, StackId.Parse("data0"), "small", Users.UserId.Parse("u1"));
        state.State = state.State! with { Registration = registration, Effects = [] };
        await journal.Storage.WriteStateAsync(StorageNames.Corporation, grain, state);
    }

    private async Task<TestJournal> Open(SqlDialect dialect) => await FilledDirectory.OpenEmpty(await servers.NewConnection(dialect));
}
