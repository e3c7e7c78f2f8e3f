using System.Collections.Immutable;

namespace Adilas.Settings;

/// <summary>How to change a layer.</summary>
/// <param name="Kind">What <paramref name="Json"/> means.</param>
/// <param name="Json">A whole document, a merge patch (RFC 7396), or the one value.</param>
/// <param name="Path">For <see cref="SettingsEditKind.Value"/> the names joined by dots, at most 32 of them.</param>
/// <param name="ExpectedVersion">
/// The version that was read: 0 for none. Required to replace a layer that exists; elsewhere <c>null</c> skips the check.
/// </param>
/// <param name="Reason">Why, at most 500 characters; kept with the version.</param>
/// <param name="Locks">
/// Paths that no higher layer may change, at most 200. <c>null</c> leaves them as they are, and with <see cref="SettingsEditKind.Replace"/>
/// takes them all away.
/// </param>
/// <param name="Conditions">Values for some corporations or some time, at most 200; <c>null</c> as with <paramref name="Locks"/>.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsEdit")]
public sealed record SettingsEdit(
    SettingsEditKind Kind,
    string Json,
    string? Path = null,
    long? ExpectedVersion = null,
    string? Reason = null,
    ImmutableArray<string>? Locks = null,
    ImmutableArray<SettingsCondition>? Conditions = null)
{
    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => $"{Kind} of {Json.Length} characters";
}

/// <summary>What an edit means. The number crosses the wire: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.SettingsEditKind")]
public enum SettingsEditKind
{
    /// <summary>The whole document is replaced.</summary>
    Replace = 0,

    /// <summary>RFC 7396: null deletes a key of this layer.</summary>
    Merge = 1,

    /// <summary>One value is set; null is stored, and masks what lower layers set.</summary>
    Value = 2,
}
