using Adilas.Refusals;

namespace Adilas.Settings.Drafts;

/// <summary>A change of a layer that is not made yet.</summary>
/// <param name="Edit">The change; its expected version, when given, must be the layer's newest.</param>
/// <param name="EffectiveAt">From when on it shall hold: in the future, at most <see cref="MaxAhead"/> away. <c>null</c>: whenever somebody applies it.</param>
/// <param name="IsScheduled">
/// Whether it applies itself at its time without anybody's consent, if what it changes needs none. Otherwise that takes an approval.
/// </param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftOrder")]
public sealed record SettingsDraftOrder(SettingsEdit Edit, DateTimeOffset? EffectiveAt = null, bool IsScheduled = false)
{
    public static TimeSpan MaxAhead { get; } = TimeSpan.FromDays(366);

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public static void CheckTime(DateTimeOffset? effectiveAt, DateTimeOffset now)
    {
        if (effectiveAt is not { } time) return;
        if (time <= now) throw new RefusedException(Refusal.Invalid, "effective-at-past", "'effectiveAt' must lie in the future.", "effectiveAt");
        if (time - now > MaxAhead)
            throw new RefusedException(Refusal.Invalid, "effective-at-far", $"'effectiveAt' is at most {MaxAhead.Days} days ahead.", "effectiveAt");
    }
}
