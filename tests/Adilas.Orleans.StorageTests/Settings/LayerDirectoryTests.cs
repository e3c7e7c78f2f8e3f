using Adilas.Corporations;
using Adilas.Journal;
using Adilas.Platform;
using Adilas.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Settings;

public sealed class LayerDirectoryTests(MySqlFixture servers)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Layers_are_listed_by_kind_and_the_beginning_of_their_names(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services
            .AddPlatformPorts()
            .AddSingleton<IProjection, SettingsLayerProjection>());
        string[] scopes =
        [
            "system", "industry:retail", "industry:retro", "plan:small", "corporation:acme", "corporation:acme-2", "role:acme-2:clerk", "role:acme:clerk",
            "user:acme:u1", "person:u1",
        ];
        var gone = new SettingsProfileState { ChangedAt = Now, ChangedBy = "ann" };
        foreach (var scope in scopes) await Store(journal, scope, gone with { Document = SettingsDocument.Empty });
        await Store(journal, "industry:gone", gone);

        var directory = journal.Get<ILayerDirectory>();
        Assert.Equal(scopes, await All(null, null, ""));
        Assert.Equal(["industry:retail", "industry:retro"], await All(null, LayerKind.Industry, "ret"));
        Assert.Equal(["industry:retail", "role:acme:clerk", "role:acme-2:clerk"], await All(null, null, "retail", "acme:clerk", "acme-2:c"));
        Assert.Equal(["corporation:acme", "role:acme:clerk", "user:acme:u1"], await All("acme", null, ""));
        Assert.Equal(["role:acme:clerk"], await All("acme", null, "acme:c"));
        Assert.Empty(await All("acme", null, "retail"));
        Assert.Empty(await All("acme", LayerKind.Plan, ""));
        Assert.Equal(
            new LayerLine(Scope("industry:retro"), 1, Now, "ann"),
            Assert.Single(await directory.List(new LayerSpan(LayerKind.Industry, ""), "retail", 1, Cancelled)));

        async Task<IEnumerable<string>> All(string? own, LayerKind? kind, params string[] beginnings)
        {
            var found = new List<string>();
            foreach (var span in beginnings.SelectMany(beginning => LayerSpan.Of(own is null ? null : CorporationId.Parse(own), kind, beginning)))
                found.AddRange((await directory.List(span, null, 10, Cancelled)).Select(line => line.Scope.Text));
            return found;
        }
    }

    private static ProfileScope Scope(string text) =>
        ProfileScope.TryParse(text, out var scope) ? scope : throw new ArgumentException(text);

    private static async Task Store(TestJournal journal, string scope, SettingsProfileState state)
    {
        using var call = TestJournal.Call();
        await journal.Storage.WriteStateAsync(
            StorageNames.SettingsProfile, GrainId.Create("settings-profile", Scope(scope).GrainKey), new GrainState<SettingsProfileState>(state));
    }
}
