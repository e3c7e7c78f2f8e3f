using Adilas.Access;
using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Provisioning;
using Adilas.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Settings.Drafts;

public sealed class SettingsDraftDirectoryTests(MySqlFixture servers)
{
    private static readonly CallerContext Ann = new(CallerKind.Operator, "key:ann");
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Drafts_are_listed_newest_first_counted_while_they_wait_and_found_when_they_are_due(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services
            .AddPlatformPorts()
            .AddSingleton<IProjection, SettingsDraftProjection>()
            .AddSingleton<IProjection, SettingsDraftPendingProjection>());
        var (directory, pending) = (journal.Get<ISettingsDraftDirectory>(), journal.Get<IPendingSagas>());
        var open = Made(new(Patch("été"))) with { NeedsApproval = ["prices.tax"] };
        var later = Made(new(Patch("later"), Now.AddDays(2), IsScheduled: true));
        var soon = Made(new(Patch("soon"), Now.AddHours(2), IsScheduled: true));
        foreach (var (key, state) in new[]
        {
            ("acme/draft/a", open), ("acme/draft/b", later), ("acme/draft/c", soon), ("acme/draft/d", open.Withdraw(null, Ann, Now.AddHours(1))),
            ("acme/role/clerk/draft/e", open), ("acme-2/draft/f", open), ("~system/draft/g", (open with { NeedsApproval = [] }).Begin(ProfileScope.System, new SettingsPreview([], new SettingsLayer("system", 0, SettingsDocument.Empty, Now, "ann", null)), Ann, Now.AddHours(1))),
        })
        {
            await Store(journal, key, state);
        }

        Assert.Equal(["d", "c", "b", "a"], await Ids(null, null, 10));
        Assert.Equal(["d", "c"], await Ids(null, null, 2));
        Assert.Equal(["b", "a"], await Ids(null, "c", 10));
        Assert.Equal(["c", "b"], await Ids(SettingsDraftPhase.Scheduled, null, 10));
        Assert.Equal((3, 1, 0), (await Count("acme"), await Count("acme/role/clerk"), await Count("acme/role/none")));
        Assert.Equal(
            new SettingsDraftSummary(
                SettingsDraftId.Parse("a"), SettingsDraftPhase.Open, SettingsEditKind.Merge, "key:ann", "été", true, Now, Now, null)
            {
                Scope = "corporation:acme",
            },
            (await directory.List("acme", null, SettingsDraftId.Parse("b"), 1, Cancelled)).Single());
        string[] own = ["role:acme:clerk e", "corporation:acme c", "corporation:acme b", "corporation:acme a"];
        Assert.Equal(["system g", "corporation:acme-2 f", .. own], await Across(null));
        Assert.Equal(own, await Across("acme"));
        Assert.Equal(["corporation:acme b", "corporation:acme a"], await Across("acme", before: "c"));
        Assert.Equal(["corporation:acme c", "corporation:acme b"], await Across(null, SettingsDraftPhase.Scheduled));
        Assert.Equal(["corporation:acme d"], await Across("acme", SettingsDraftPhase.Withdrawn));
        Assert.Equal(["corporation:acme-2 f", "role:acme:clerk e", "corporation:acme a"], await Across(null, approval: true));
        Assert.Equal(["role:acme:clerk e", "corporation:acme a"], await Across("acme", approval: true));
        Assert.Equal(
            [new PendingSaga("acme/draft/c", Now.AddHours(2)), new PendingSaga("~system/draft/g", Now.AddHours(1))],
            await pending.ListDue(StorageNames.SettingsDraft, Now.AddDays(1), null, 10, Cancelled));
        Assert.Equal(["~system/draft/g"], await pending.List(StorageNames.SettingsDraft, Now.AddDays(1), "acme/draft/c", 10, Cancelled));
        Assert.Empty(await pending.List(StorageNames.Provisioning, Now.AddDays(9), null, 10, Cancelled));

        async Task<IEnumerable<string>> Ids(SettingsDraftPhase? phase, string? before, int limit) =>
            (await directory.List("acme", phase, before is null ? null : SettingsDraftId.Parse(before), limit, Cancelled)).Select(draft => draft.Id.Value);

        async Task<IEnumerable<string>> Across(string? corporation, SettingsDraftPhase? phase = null, bool approval = false, string? before = null) =>
            (await directory.ListAcross(
                corporation is null ? null : CorporationId.Parse(corporation), phase, approval, before is null ? null : SettingsDraftId.Parse(before), 10, Cancelled))
            .Select(draft => $"{draft.Scope} {draft.Id}");

        Task<int> Count(string layer) => directory.CountWaiting(layer, Cancelled);
    }

    private static SettingsEdit Patch(string reason) => new(SettingsEditKind.Merge, """{"custom":{"a":1}}""", Reason: reason);

    private static SettingsDraftState Made(SettingsDraftOrder order) => new SettingsDraftState().Open(
        order, new SettingsPreview([], new SettingsLayer("system", 0, SettingsDocument.Empty, Now, "", null)), Ann, Now);

    private static async Task Store(TestJournal journal, string key, SettingsDraftState state)
    {
        using var call = TestJournal.Call();
        await journal.Storage.WriteStateAsync(StorageNames.SettingsDraft, GrainId.Create("settings-draft", key), new GrainState<SettingsDraftState>(state));
    }
}
