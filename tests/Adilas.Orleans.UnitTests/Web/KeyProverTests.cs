using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Refusals;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Web;

public sealed class KeyProverTests
{
    private static readonly ApiKeyGrant Grant = new("ops", null, PermissionSet.All, null);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly CallerAccessor callers = new();
    private readonly KeyProver prover;
    private Func<Task<ApiKeyGrant?>> answer = () => Task.FromResult<ApiKeyGrant?>(Grant);
    private int asked;
    private CallerContext? askedAs;

    public KeyProverTests() => prover = new KeyProver(
        Grains.Make(this), callers, Options.Create(new SealOptions { WebKeys = { Convert.ToBase64String(new byte[32]) } }), clock);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_asked_for_once_in_half_a_lease_and_by_nobody_in_particular()
    {
        using var outer = callers.Use(new CallerContext(CallerKind.Operator, "someone"));

        Assert.Equal(Grant, await prover.Prove("ak_ops_secret", Cancelled));
        Assert.Equal(Grant, await prover.Prove("ak_ops_secret", Cancelled));
        Assert.Equal((1, CallerContext.Anonymous), (asked, askedAs));

        clock.Advance(TimeSpan.FromSeconds(2.5));
        await prover.Prove("ak_ops_secret", Cancelled);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_wrong_key_is_remembered_for_a_second_only_and_never_trusted()
    {
        answer = () => Task.FromResult<ApiKeyGrant?>(null);

        Assert.Null(await prover.Prove("ak_ops_wrong", Cancelled));
        Assert.Null(await prover.Prove("ak_ops_wrong", Cancelled));
        Assert.Equal(1, asked);
        Assert.False(prover.IsTrusted("ak_ops_wrong"));

        clock.Advance(TimeSpan.FromSeconds(1));
        answer = () => Task.FromResult<ApiKeyGrant?>(Grant);
        Assert.NotNull(await prover.Prove("ak_ops_wrong", Cancelled));
        Assert.True(prover.IsTrusted("ak_ops_wrong"));
    }

    [Fact]
    public async Task Many_at_once_ask_once()
    {
        var late = new TaskCompletionSource<ApiKeyGrant?>();
        answer = () => late.Task;

        var proofs = Enumerable.Range(0, 50).Select(_ => prover.Prove("ak_ops_secret", Cancelled)).ToList();
        late.SetResult(Grant);

        Assert.All(await Task.WhenAll(proofs), grant => Assert.Equal(Grant, grant));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        answer = () => throw new RefusedException(Refusal.Unavailable, "down", "Down.");
        await Assert.ThrowsAsync<RefusedException>(() => prover.Prove("ak_ops_secret", Cancelled));

        answer = () => Task.FromResult<ApiKeyGrant?>(Grant);
        Assert.Equal(Grant, await prover.Prove("ak_ops_secret", Cancelled));
    }

    [Fact]
    public async Task A_grant_ends_when_it_says_so()
    {
        answer = () => Task.FromResult<ApiKeyGrant?>(Grant with { ExpiresAt = clock.GetUtcNow() + TimeSpan.FromSeconds(1) });
        await prover.Prove("ak_ops_secret", Cancelled);

        clock.Advance(TimeSpan.FromSeconds(1));
        await prover.Prove("ak_ops_secret", Cancelled);

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ak_OPS_secret")]
    [InlineData("ak_ops_")]
    [InlineData("ak_a.b.c_secret")]
    public async Task What_cannot_be_a_key_is_asked_of_nobody(string token)
    {
        Assert.Null(await prover.Prove(token, Cancelled));
        Assert.Null(await prover.Prove(new string('x', ApiKeyId.MaxTokenLength + 1), Cancelled));
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Any_number_of_wrong_keys_is_answered()
    {
        answer = () => Task.FromResult<ApiKeyGrant?>(null);
        for (var i = 0; i <= KeyProver.MaxRemembered; i++) await prover.Prove($"ak_ops_{i}", Cancelled);

        Assert.Null(await prover.Prove("ak_ops_one-more", Cancelled));
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    private class Grains : DispatchProxy
    {
        private KeyProverTests owner = null!;

        public static IGrainFactory Make(KeyProverTests owner)
        {
            var proxy = Create<IGrainFactory, Grains>();
            ((Grains)(object)proxy).owner = owner;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => KeyGrain.Make(owner);
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    private class KeyGrain : DispatchProxy
    {
        private KeyProverTests owner = null!;

        public static IApiKeyGrain Make(KeyProverTests owner)
        {
            var proxy = Create<IApiKeyGrain, KeyGrain>();
            ((KeyGrain)(object)proxy).owner = owner;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IApiKeyGrain.Prove), targetMethod!.Name);
            Assert.Equal(32, ((ImmutableArray<byte>)args![0]!).Length);
            Interlocked.Increment(ref owner.asked);
            owner.askedAs = owner.callers.Current;
            return owner.answer();
        }
    }
}
