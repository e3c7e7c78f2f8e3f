using System.Text;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Secrets;

public sealed class SecretBoxTests
{
    private static readonly string First = Key(1);
    private static readonly string Second = Key(2);
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("correct horse");

    [Fact]
    public void A_protected_secret_is_read_back() =>
        Assert.Equal(Secret, Box(First).Unprotect(Box(First).Protect(Secret, "a"), "a"));

    [Fact]
    public void An_empty_secret_is_read_back() =>
        Assert.Empty(Box(First).Unprotect(Box(First).Protect([], "a"), "a"));

    [Fact]
    public void Protecting_twice_never_gives_the_same_bytes() =>
        Assert.NotEqual(Box(First).Protect(Secret, "a"), Box(First).Protect(Secret, "a"));

    [Fact]
    public void A_rotated_ring_still_reads_what_the_old_key_protected_and_writes_with_the_new_one()
    {
        var old = Box(First).Protect(Secret, "a");
        var rotated = Box(Second, First);

        Assert.Equal(Secret, rotated.Unprotect(old, "a"));
        Assert.Equal(Secret, Box(Second).Unprotect(rotated.Protect(Secret, "a"), "a"));
    }

    [Fact]
    public void A_key_that_left_the_ring_is_named_as_the_cause() =>
        Assert.Equal("secret-key-missing", Refused(() => Box(Second).Unprotect(Box(First).Protect(Secret, "a"), "a")));

    [Fact]
    public void A_secret_of_another_purpose_is_refused() =>
        Assert.Equal("secret-damaged", Refused(() => Box(First).Unprotect(Box(First).Protect(Secret, "a"), "b")));

    [Fact]
    public void Every_altered_byte_is_noticed()
    {
        var box = Box(First);
        var stored = box.Protect(Secret, "a");
        for (var i = 0; i < stored.Length; i++)
        {
            var altered = stored.ToArray();
            altered[i] ^= 1;
            Assert.StartsWith("secret-", Refused(() => box.Unprotect(altered, "a")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_truncated_secret_is_refused()
    {
        var stored = Box(First).Protect(Secret, "a");
        for (var length = 0; length < stored.Length; length++)
            Assert.Equal("secret-damaged", Refused(() => Box(First).Unprotect(stored.AsSpan(0, length), "a")));
    }

    [Fact]
    public void A_missing_or_short_key_is_named_without_being_repeated()
    {
        var validator = new SecretsOptionsValidator();
        var options = new SecretsOptions { Keys = { First, "c2hvcnQ=" } };

        Assert.Equal("Secrets:Keys needs 1 to 8 keys.", validator.Validate(null, new SecretsOptions()).FailureMessage);
        Assert.Equal("Secrets:Keys:1 must be base64 of exactly 32 bytes.", validator.Validate(null, options).FailureMessage);
        Assert.True(validator.Validate(null, new SecretsOptions { Keys = { First, Second } }).Succeeded);
    }

    private static SecretBox Box(params string[] keys)
    {
        var options = new SecretsOptions();
        foreach (var key in keys) options.Keys.Add(key);
        return new SecretBox(Options.Create(options));
    }

    private static string Refused(Action action) => Assert.Throws<RefusedException>(action).Code;

    private static string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, SecretsOptions.KeyBytes).ToArray());
}
