using Adilas.Journal;
using Adilas.Memberships;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Settings;

public sealed class LayerUseTests(MySqlFixture servers)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_a_corporation_a_stack_or_a_member_refers_to_is_used(SqlDialect dialect)
    {
        await using var journal = await TestJournal.Open(await servers.NewConnection(dialect), services => services
            .AddPlatformPorts()
            .AddSingleton<IProjection, MembershipByUserProjection>()
            .AddSingleton<IListProjection, MembershipRoleProjection>());
        await using (var connection = await journal.Connect())
        {
            await connection.ExecuteAsync(
                "INSERT INTO corporation_layer (grain_key, source_version, industry, theme, plan, stack) VALUES ('acme', 1, 'retail', 'dark', 'small', 'data0')");
            await connection.ExecuteAsync(
                "INSERT INTO stack_directory (grain_key, source_version, stack, kind, capacity, registered_at) VALUES ('~stack/data0', 1, 'data0', 0, 1, 0)");
        }

        using (TestJournal.Call())
        {
            var member = new MembershipState { Roles = ["owner", "clerk"], Since = Now };
            var grain = GrainId.Create("membership", "acme/u1");
            await journal.Storage.WriteStateAsync(StorageNames.Membership, grain, new GrainState<MembershipState>(member));
        }

        string[] used =
        [
            "system", "industry:retail", "theme:dark", "plan:small", "stack:data0",
            "corporation:acme", "role:acme:owner", "role:acme:clerk", "user:acme:u1", "person:u1",
        ];
        string[] unused =
        [
            "industry:retial", "theme:drak", "plan:smal", "stack:data1",
            "corporation:acne", "role:acme:clerck", "role:apex:clerk", "user:acme:u2", "user:apex:u1", "person:u2",
        ];
        var found = await journal.Get<ILayerUse>().Find([.. used.Concat(unused).Select(Scope)], Cancelled);

        Assert.Equal(used, used.Concat(unused).Zip(found).Where(it => it.Second).Select(it => it.First));
    }

    private static ProfileScope Scope(string text) =>
        ProfileScope.TryParse(text, out var scope) ? scope : throw new ArgumentException(text);
}
