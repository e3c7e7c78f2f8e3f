using System.Security.Cryptography;
using Adilas.Corporations;

namespace Adilas.Access;

public sealed class SealTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string WebKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string SiloKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly SealKeyRing Web = new([WebKey]);
    private static readonly SealKeyRing Silo = new([SiloKey]);

    private static readonly CallerContext Person = new(
        CallerKind.Person,
        new string('a', CallerContext.MaxActorLength),
        new string('b', CallerContext.MaxActorLength),
        CorporationId.Parse(new string('c', CorporationId.MaxLength)),
        PermissionSet.All,
        new string('d', CallerContext.MaxSessionLength));

    [Fact]
    public void The_largest_caller_fits_and_is_read_back_the_same()
    {
        var seal = Seal.Sign(Person, Expiry, SealRing.Web, Web);

        var reading = Seal.Open(seal, Web, Silo);

        Assert.True(seal.Length <= Seal.MaxLength, $"{seal.Length} characters");
        Assert.Equal((Person, Expiry, SealRing.Web, SealFailure.None), (reading.Caller, reading.ExpiresAt, reading.Ring, reading.Failure));
    }

    [Fact]
    public void Every_changed_bit_breaks_the_seal()
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(Seal.Sign(Person, Expiry, SealRing.Web, Web));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var reading = Seal.Open(System.Buffers.Text.Base64Url.EncodeToString(changed), Web, Silo);
            Assert.True(reading.Caller is null, $"bit {bit} may be changed unnoticed");
        }
    }

    [Fact]
    public void A_web_key_cannot_sign_a_system_actor()
    {
        var system = new CallerContext(CallerKind.System, "~provisioning");

        Assert.Throws<InvalidOperationException>(() => Seal.Sign(system, Expiry, SealRing.Web, Web));
        Assert.Equal(SealFailure.Forged, Seal.Open(Seal.Sign(system, Expiry, SealRing.Silo, Web), Web, Silo).Failure);
        Assert.Equal(system, Seal.Open(Seal.Sign(system, Expiry, SealRing.Silo, Silo), Web, Silo).Caller);
    }

    [Fact]
    public void A_rotated_ring_still_opens_what_the_old_key_signed()
    {
        var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var seal = Seal.Sign(Person, Expiry, SealRing.Web, Web);

        Assert.Equal(Person, Seal.Open(seal, new SealKeyRing([fresh, WebKey]), Silo).Caller);
        Assert.Equal(SealFailure.Forged, Seal.Open(seal, new SealKeyRing([fresh]), Silo).Failure);
    }

    [Theory]
    [InlineData(null, SealFailure.Missing)]
    [InlineData("", SealFailure.Missing)]
    [InlineData("not a seal", SealFailure.Malformed)]
    [InlineData("AAAA", SealFailure.Malformed)]
    public void What_is_no_seal_is_refused(string? text, SealFailure failure) =>
        Assert.Equal(failure, Seal.Open(text, Web, Silo).Failure);

    [Fact]
    public void Random_texts_are_refused_without_an_exception()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 260)];
            random.NextBytes(bytes);
            if (bytes.Length > 3) (bytes[0], bytes[1], bytes[3]) = (1, (byte)random.Next(0, 4), (byte)random.Next(0, 6));
            Assert.Null(Seal.Open(Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='), Web, Silo).Caller);
        }
    }
}
