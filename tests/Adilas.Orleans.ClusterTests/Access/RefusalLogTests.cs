using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Refusals;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Access;

/// <summary>What was refused is found afterwards, with who tried it on what.</summary>
[Collection(Refused.Collection)]
public sealed class RefusalLogTests(ClusterFixture cluster)
{
    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_call_is_counted_and_stored_under_its_subject_its_caller_its_action_and_its_reason()
    {
        await cluster.Register(id);

        // A silo counts only so many kinds apart until it has stored them; what others left is out of the way then.
        await Store();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            ClusterFixture.As(new(CallerKind.Machine, "key:refused", null, id, PermissionSet.Of(Permission.SettingsRead)));
            await Assert.ThrowsAsync<RefusedException>(() => cluster.Grains.Corporation(id).Find(Cancelled));
        }

        // The silos store by themselves, too, and one of them may be at it; what was stored is not counted again.
        var stored = await ClusterFixture.Until(Stored, found => found.Sum(it => it.Count) >= 3, "the refusals are stored");

        Assert.Equal([("key:refused", "Corporation.Find", "permission-missing", 3)], stored);

        // Once more than is needed: what was stored is not counted again.
        Assert.Equal(stored, await Stored());
    }

    private async Task Store()
    {
        foreach (var silo in new[] { 0, 1 }) await cluster.Services(silo).GetRequiredService<RefusalRecorder>().Store(Cancelled);
    }

    private async Task<IReadOnlyList<(string Actor, string Action, string Code, long Count)>> Stored()
    {
        await Store();
        await using var connection = await cluster.Services(0).GetRequiredService<IPlatformDatabase>().OpenAsync(Cancelled);
        return
        [
            .. await connection.QueryAsync<(string, string, string, long)>(
                "SELECT actor, action, code, SUM(count) FROM refusal_count WHERE subject = @subject GROUP BY actor, action, code",
                new { subject = id.Value }),
        ];
    }
}
