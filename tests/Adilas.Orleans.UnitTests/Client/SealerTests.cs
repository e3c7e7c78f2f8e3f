using Adilas.Access;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Client;

public sealed class SealerTests
{
    private static readonly CallerContext Ada = new(CallerKind.Person, "ada");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Sealer sealer;

    public SealerTests() => sealer = new Sealer(
        Options.Create(new SealOptions { WebKeys = { Convert.ToBase64String(new byte[32]) } }), clock);

    [Fact]
    public void A_seal_is_used_again_until_half_its_life_is_over()
    {
        var first = sealer.Seal(Ada);

        clock.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Same(first, sealer.Seal(Ada with { Session = null }));

        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotEqual(first, sealer.Seal(Ada));
    }

    [Fact]
    public void Two_callers_never_share_a_seal() => Assert.NotEqual(sealer.Seal(Ada), sealer.Seal(Ada with { Session = "s" }));

    [Fact]
    public void Any_number_of_callers_is_sealed()
    {
        for (var i = 0; i <= Sealer.MaxCached; i++) sealer.Seal(Ada with { Actor = $"u{i}" });

        Assert.NotEmpty(sealer.Seal(Ada));
    }
}
