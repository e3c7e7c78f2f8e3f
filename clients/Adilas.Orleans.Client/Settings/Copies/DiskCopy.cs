using Adilas.Corporations;
using Adilas.Memberships;

namespace Adilas.Settings;

/// <summary>One held copy as it stands on disk.</summary>
/// <param name="Feed">The feed that tells of it.</param>
/// <param name="Key">Of its grain.</param>
/// <param name="AsOf">Every change that was acknowledged before this moment is in it, UTC.</param>
/// <param name="Layer">The value, of whichever kind it is; all <c>null</c> when there is none at this version.</param>
internal sealed record DiskCopy(
    string Feed, string Key, long Version, DateTimeOffset AsOf, SettingsLayer? Layer, Corporation? Corporation, Membership? Membership)
{
    /// <summary>To be raised when the form of what is kept changes: a copy of another form is none.</summary>
    private const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public static DiskCopy Of(HeldGrain grain, long version, DateTimeOffset asOf)
    {
        var value = grain.Value;
        return new DiskCopy(grain.FeedText, grain.Key, version, asOf, (value as ParsedLayer)?.Layer, value as Corporation, value as Membership);
    }

    /// <summary>As the replica holds it.</summary>
    public object? ToValue() => Format != CurrentFormat ? throw new InvalidDataException("Of another release.")
        : Layer is null ? Corporation ?? (object?)Membership
        : new ParsedLayer(Layer);

    // Contents do not belong into logs.
    public override string ToString() => $"copy of {Key}@{Version}";
}
