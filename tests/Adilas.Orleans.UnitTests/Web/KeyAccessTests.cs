using System.Net;
using System.Security.Cryptography;
using Adilas.Access;
using Adilas.ApiKeys;
using Adilas.Corporations;
using Adilas.RateLimits;
using Adilas.Refusals;
using Adilas.Settings;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Web;

public sealed class KeyAccessTests
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string OtherKey = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Fact]
    public void An_operators_key_makes_an_operator_and_a_corporations_key_a_machine_within_it()
    {
        var acme = CorporationId.Parse("acme");

        Assert.Equal(
            new CallerContext(CallerKind.Operator, "key:ops", Permissions: PermissionSet.All),
            KeyCaller.Of(new ApiKeyGrant("ops", null, PermissionSet.All, null)));
        Assert.Equal(
            new CallerContext(CallerKind.Machine, "key:acme.till", Corporation: acme, Permissions: PermissionSet.None),
            KeyCaller.Of(new ApiKeyGrant("acme.till", acme, PermissionSet.None, null)));
    }

    [Fact]
    public void Long_ids_act_under_names_that_fit_and_differ()
    {
        var (one, two) = (KeyCaller.Actor(new string('a', 40) + "." + new string('b', 40)), KeyCaller.Actor(new string('a', 40) + "." + new string('b', 39) + "c"));

        Assert.NotEqual(one, two);
        Assert.All([one, two], actor => Assert.InRange(actor.Length, 1, CallerContext.MaxActorLength));
    }

    [Fact]
    public void After_some_wrong_keys_an_address_must_wait_until_the_minute_is_over()
    {
        var clock = new FakeTimeProvider();
        var failures = new FailedProofs(Options.Create(new RateLimitOptions { WrongKeysPerMinute = 3 }), clock);
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        for (var i = 0; i < 3; i++)
        {
            Assert.Null(failures.MustWait(one));
            failures.Add(one);
        }

        Assert.Equal(TimeSpan.FromMinutes(1), failures.MustWait(one));
        Assert.Null(failures.MustWait(other));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(failures.MustWait(one));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    public void An_IPv6_network_counts_as_one(string one, string other, bool same) =>
        Assert.Equal(same, FailedProofs.NetworkOf(IPAddress.Parse(one)) == FailedProofs.NetworkOf(IPAddress.Parse(other)));

    [Fact]
    public void What_is_protected_is_read_with_any_key_for_its_purpose_alone()
    {
        var old = Protection(Key).CreateProtector("a").CreateProtector("b");
        var rotated = Protection(OtherKey, Key);
        var secret = "secret"u8.ToArray();

        var text = old.Protect(secret);

        Assert.Equal(secret, rotated.CreateProtector("a").CreateProtector("b").Unprotect(text));
        Assert.NotEqual(text, old.Protect(secret));
        Assert.Throws<CryptographicException>(() => rotated.CreateProtector("a").Unprotect(text));
        Assert.Throws<CryptographicException>(() => rotated.CreateProtector("a/1:b").Unprotect(text));
        Assert.Throws<CryptographicException>(() => Protection(OtherKey).CreateProtector("a").CreateProtector("b").Unprotect(text));
        Assert.Throws<CryptographicException>(() => old.Unprotect([]));
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        var protector = Protection(Key).CreateProtector("a");
        var text = protector.Protect("secret"u8.ToArray());

        for (var i = 0; i < text.Length; i++)
        {
            var changed = (byte[])text.Clone();
            changed[i] ^= 1;
            Assert.Throws<CryptographicException>(() => protector.Unprotect(changed));
        }
    }

    [Fact]
    public void A_new_key_is_random_but_the_same_for_the_same_operation()
    {
        var secrets = new NewSecrets(Options.Create(new SealOptions { WebKeys = { Key } }));
        var (ada, operation) = (new CallerContext(CallerKind.Operator, "key:ada"), new OperationKey("op", "hash"));

        Assert.NotEqual(secrets.Make(ada, null), secrets.Make(ada, null));
        Assert.Equal(secrets.Make(ada, operation), secrets.Make(ada, operation));
        Assert.NotEqual(secrets.Make(ada, operation), secrets.Make(ada with { Actor = "key:bob" }, operation));
        Assert.NotEqual(secrets.Make(ada, operation), secrets.Make(ada, operation with { RequestHash = "other" }));

        var (name, secret) = secrets.Make(ada, null);
        Assert.True(ApiKeyId.TryParseToken(new ApiKeyId(null, name).Token(secret), out var id, out var read));
        Assert.Equal((name, secret), (id.Name, read));
        Assert.Equal(64, secret.Length);
    }

    [Theory]
    [InlineData("/operate/corporations?query=a", "/operate/corporations?query=a")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\nb", "/")]
    public void After_signing_in_one_stays_on_this_site(string? wanted, string target) => Assert.Equal(target, SignIn.Target(wanted));

    [Fact]
    public void A_caller_within_a_corporation_is_turned_away_from_everything_else_in_the_same_words()
    {
        var callers = new CallerAccessor();
        var boundary = new Boundary(callers);
        using var within = callers.Use(new CallerContext(CallerKind.Machine, "key:acme.till", Corporation: CorporationId.Parse("acme")));
        Assert.True(ProfileScope.TryParse("user:acme:u1", out var own));
        Assert.True(ProfileScope.TryParse("corporation:acm", out var foreign));

        boundary.Enter(CorporationId.Parse("acme"));
        boundary.Enter(own);
        Action[] attempts =
        [
            () => boundary.Enter(CorporationId.Parse("acm")), () => boundary.Enter(CorporationId.Parse("acme2")), () => boundary.Enter(foreign),
            () => boundary.Enter(ProfileScope.System), boundary.EnterPlatform,
        ];
        var refusals = attempts.Select(attempt => Assert.Throws<RefusedException>(attempt)).ToList();

        Assert.Single(refusals.Select(refused => (refused.Refusal, refused.Code, refused.Message, refused.Field)).Distinct());
        Assert.Equal((Refusal.Forbidden, "forbidden"), (refusals[0].Refusal, refusals[0].Code));
    }

    private static KeyProtection Protection(params string[] keys)
    {
        var options = new SealOptions();
        foreach (var key in keys) options.WebKeys.Add(key);
        return new KeyProtection(Options.Create(options));
    }
}
