using Adilas.Corporations;

namespace Adilas.Access;

/// <summary>
/// Reads whose a grain is from its key: <c>acme</c> and <c>acme/…</c> are the corporation acme's; what starts with <c>~</c> is the
/// platform's, and <c>~user/u1</c> that user's own. Compared up to the separator, never by prefix.
/// </summary>
public static class OwnerKey
{
    public const char Separator = '/';
    public const char Platform = '~';
    public const string UserPrefix = "~user/";

    public static bool IsPlatform(ReadOnlySpan<char> key) => key is [Platform, ..];

    /// <summary>The part of the key that names its corporation; empty when it is the platform's.</summary>
    public static ReadOnlySpan<char> Corporation(ReadOnlySpan<char> key)
    {
        if (IsPlatform(key)) return [];
        var end = key.IndexOf(Separator);
        return end < 0 ? key : key[..end];
    }

    public static bool BelongsTo(ReadOnlySpan<char> key, CorporationId corporation) =>
        corporation.Value is not null && Corporation(key).SequenceEqual(corporation.Value);

    /// <summary>The user whose own this is; empty for every other key.</summary>
    public static ReadOnlySpan<char> User(ReadOnlySpan<char> key)
    {
        if (!key.StartsWith(UserPrefix)) return [];
        var rest = key[UserPrefix.Length..];
        var end = rest.IndexOf(Separator);
        return end < 0 ? rest : rest[..end];
    }
}
