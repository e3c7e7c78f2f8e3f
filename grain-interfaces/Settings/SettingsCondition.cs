using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>A value that a layer sets only for some corporations, or only for some time. Of several that apply to one path, the last holds.</summary>
/// <param name="Path">Names joined by dots.</param>
/// <param name="Value">The value as canonical JSON; <c>null</c> masks what lower layers set.</param>
/// <param name="Share">
/// To how many of the corporations it applies, from 0 to 1. Which ones is decided by a hash of path and corporation, so that raising the
/// share keeps it for all that have it, and another path meets others first.
/// </param>
/// <param name="From">From when on it applies, UTC.</param>
/// <param name="Until">Until when it applies, UTC, exclusive.</param>
[GenerateSerializer, Immutable, Alias("adilas.SettingsCondition")]
public sealed record SettingsCondition(string Path, string Value, double? Share = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public const int MaxCount = 200;

    public bool AppliesTo(string corporation, DateTimeOffset now) =>
        (From is null || now >= From) && (Until is null || now < Until) && (Share is not { } share || Place(corporation) < share);

    /// <summary>Whether it is one: a path, and a share between 0 and 1 or times in their order. Its value is not looked at.</summary>
    /// <param name="field">Where it stands, for the refusal.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>.</exception>
    public void Check(string field)
    {
        SettingsPath.Split(Path, $"{field}.path");
        if (this is { Share: null, From: null, Until: null })
            throw Invalid("condition-empty", "A condition has a share, a beginning or an end.", field);
        if (Share is { } share && !(share is >= 0 and <= 1)) throw Invalid("condition-share", "A share lies between 0 and 1.", $"{field}.share");
        if (From >= Until) throw Invalid("condition-times", "A condition ends after it begins.", $"{field}.until");
    }

    /// <summary>The next moment after <paramref name="now"/> at which <see cref="AppliesTo"/> may answer otherwise.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now) => From > now ? From : Until > now ? Until : null;

    // The framework writes the arguments of late calls to its log, and contents do not belong there.
    public override string ToString() => $"condition on {Path}";

    /// <summary>Where the corporation stands in the order in which this path is rolled out, from 0 to less than 1.</summary>
    private double Place(string corporation)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Path}\n{corporation}"), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) / (double)(1ul << 53);
    }

    private static RefusedException Invalid(string code, string message, string field) => new(Refusal.Invalid, code, message, field);
}
