using System.Collections.Concurrent;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Access;

/// <summary>
/// Opens and makes seals on a silo. Remembers those it opened, so that a caller's next calls cost a look-up, and the seal with which
/// the calls that follow go on: the entry silo signs anew, with a deadline, what a web host signed for a lease.
/// </summary>
internal sealed class SealBook(IOptions<SealOptions> options, TimeProvider clock)
{
    /// <summary>How long the calls that follow from one call from outside may take.</summary>
    public static readonly TimeSpan Onward = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(1);
    private const int MaxRemembered = 50_000;

    private readonly SealKeyRing webKeys = new(options.Value.WebKeys);
    private readonly SealKeyRing siloKeys = new(options.Value.SiloKeys);
    private readonly TimeSpan lease = options.Value.Lease;
    private ConcurrentDictionary<string, OpenSeal> remembered = new(StringComparer.Ordinal);

    /// <summary>The caller behind a seal that holds now, with the seal for the calls that follow.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Forbidden"/>.</exception>
    public OpenSeal Open(string? text)
    {
        var now = clock.GetUtcNow();
        if (text is not null && remembered.TryGetValue(text, out var known)) return known.ExpiresAt + ClockSkew > now ? known : throw Refuse(SealFailure.Expired);

        var reading = Seal.Open(text, webKeys, siloKeys);
        if (reading.Caller is null) throw Refuse(reading.Failure);
        if (reading.ExpiresAt + ClockSkew <= now) throw Refuse(SealFailure.Expired);
        if (reading.ExpiresAt > now + (reading.Ring is SealRing.Silo ? Onward : lease) + ClockSkew) throw Refuse(SealFailure.TooLong);

        var onward = reading.Ring is SealRing.Silo ? new OnwardSeal(text!) : Vouch(reading.Caller);
        return Remember(text!, new OpenSeal(reading.Caller, reading.ExpiresAt, onward));
    }

    /// <summary>A silo's own seal for a caller that it vouches for.</summary>
    public OnwardSeal Vouch(CallerContext caller) => new(caller, clock.GetUtcNow() + Onward, siloKeys);

    private OpenSeal Remember(string text, OpenSeal seal)
    {
        // Seals live for seconds: dropping all of them now and then is cheaper than tracking each, and costs one signature check a caller.
        if (remembered.Count >= MaxRemembered) remembered = new(StringComparer.Ordinal);
        remembered[text] = seal;
        return seal;
    }

    private static RefusedException Refuse(SealFailure failure) => new(
        Refusal.Forbidden,
        failure switch
        {
            SealFailure.Missing => "seal-missing",
            SealFailure.Expired => "seal-expired",
            SealFailure.TooLong => "seal-too-long",
            SealFailure.WrongRing => "seal-wrong-ring",
            SealFailure.Malformed => "seal-malformed",
            SealFailure.Forged or SealFailure.None => "seal-forged",
        },
        "The caller could not be proven.");
}

/// <summary>A seal that was opened and holds until it expires.</summary>
/// <param name="Onward">The seal for the calls that follow.</param>
internal sealed record OpenSeal(CallerContext Caller, DateTimeOffset ExpiresAt, OnwardSeal Onward);
