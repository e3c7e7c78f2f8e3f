using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adilas.Corporations;
using Adilas.Jobs.Outbound;
using Adilas.Secrets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Jobs;

/// <summary>Signatures as a receiver checks them who has read the manual and nothing else.</summary>
public sealed class BodySignatureTests
{
    private static readonly CorporationId Acme = CorporationId.Parse("acme");
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private static readonly byte[] Body = """{"a":"ü"}"""u8.ToArray();

    [Fact]
    public void A_receiver_with_the_corporations_key_accepts_the_body_and_no_other()
    {
        var header = new BodySignature(Keys(1), Clock).Sign(Acme, Body);
        var key = Keys(1).Derive(BodySignature.Purpose(Acme))[0];

        Assert.True(IsAccepted(header, Body, key));
        Assert.False(IsAccepted(header, [.. Body, 0], key));
        Assert.False(IsAccepted(header.Replace("t=1767323045", "t=1767323046", StringComparison.Ordinal), Body, key));
        Assert.False(IsAccepted(header, Body, Keys(1).Derive(BodySignature.Purpose(CorporationId.Parse("apex")))[0]));
        Assert.False(IsAccepted(header, Body, Keys(2).Derive(BodySignature.Purpose(Acme))[0]));
    }

    [Fact]
    public void While_keys_are_rotated_a_receiver_may_have_either()
    {
        var header = new BodySignature(Keys(2, 1), Clock).Sign(Acme, Body);

        Assert.True(IsAccepted(header, Body, Keys(1).Derive(BodySignature.Purpose(Acme))[0]));
        Assert.True(IsAccepted(header, Body, Keys(2).Derive(BodySignature.Purpose(Acme))[0]));
        Assert.False(IsAccepted(header, Body, Keys(3).Derive(BodySignature.Purpose(Acme))[0]));
    }

    [Fact]
    public void A_signature_is_what_another_program_computes() => Assert.Equal(
        "t=1767323045,v1=7e009842c7c843321da638a224acba220e3c13a886c91cd8d0772eda775759b2",
        new BodySignature(Keys(1), Clock).Sign(Acme, Body));

    private static bool IsAccepted(string header, byte[] body, byte[] key)
    {
        var parts = header.Split(',').Select(part => part.Split('=', 2)).ToList();
        var at = parts.Single(part => part[0] == "t")[1];
        var age = Clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture));
        byte[] signed = [.. Encoding.ASCII.GetBytes(at + "."), .. body];
        var expected = HMACSHA256.HashData(key, signed);
        return age.Duration() < TimeSpan.FromMinutes(5)
            && parts.Any(part => part[0] == "v1" && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(part[1]), expected));
    }

    private static DerivedKeys Keys(params byte[] fills)
    {
        var options = new SecretsOptions();
        foreach (var fill in fills) options.Keys.Add(Convert.ToBase64String(Enumerable.Repeat(fill, SecretsOptions.KeyBytes).ToArray()));
        return new DerivedKeys(Options.Create(options));
    }
}
