using System.Diagnostics;
using Adilas.ApiKeys;
using Adilas.Corporations;
using Adilas.Memberships;
using Adilas.Storage;
using Adilas.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Adilas.Access;

/// <summary>An activation whose state another one has changed grants nothing for longer than a lease.</summary>
public sealed class LeaseTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Lease = new SealOptions().Lease;
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly CorporationId id = ClusterFixture.NewCorporation();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_was_revoked_behind_an_activations_back_opens_nothing_after_a_lease()
    {
        await cluster.Register(id);
        Assert.True(ApiKeyId.TryParse($"{id}.till", out var keyId));
        var key = cluster.Grains.ApiKey(keyId);
        ClusterFixture.AsOperator();
        await key.Issue(new ApiKeyOrder("Till", PermissionSet.Of(Permission.SettingsRead), null), [.. Secret], Cancelled);

        await WriteElsewhere<ApiKeyState>(StorageNames.ApiKey, key.GetGrainId(), state => state.Revoke(DateTimeOffset.UtcNow));

        await GoesWithinALease(() => key.Prove([.. Secret], Cancelled));
    }

    [Fact]
    public async Task A_membership_that_was_ended_behind_an_activations_back_is_none_after_a_lease()
    {
        await cluster.Register(id);
        var membership = cluster.Grains.Membership(id, UserId.Parse("u1"));
        ClusterFixture.AsSystem(id);
        await membership.EstablishOwner(Cancelled);

        await WriteElsewhere<MembershipState>(StorageNames.Membership, membership.GetGrainId(), state => state.End());

        await GoesWithinALease(() => membership.Find(Cancelled));
    }

    /// <summary>As an activation does that came up on another silo while this one was cut off.</summary>
    private async Task WriteElsewhere<TState>(string name, GrainId grain, Func<TState, TState> change)
        where TState : JournalState, new()
    {
        var storage = cluster.Services(0).GetRequiredKeyedService<IGrainStorage>(StorageNames.Journal);
        var held = new GrainState<TState>(new TState());
        await storage.ReadStateAsync(name, grain, held);
        held.State = change(held.State!);
        using var call = new CallScope(ClusterFixture.Operator, "Test.Elsewhere", Modes.Any).Enter();
        await storage.WriteStateAsync(name, grain, held, Cancelled);
    }

    private static async Task GoesWithinALease<T>(Func<Task<T?>> read)
        where T : class
    {
        var changed = Stopwatch.StartNew();
        await ClusterFixture.Until(
            () =>
            {
                ClusterFixture.AsOperator();
                return read();
            },
            found => found is null,
            "The end of what was granted");
        Assert.InRange(changed.Elapsed, TimeSpan.Zero, Lease + TimeSpan.FromSeconds(2));
    }
}
