using System.Security.Cryptography;
using System.Text;

namespace Adilas.Storage;

/// <summary>
/// What readers of the past see in place of personal data: that it is there, and whether it changed, but not what it is. Holding it
/// takes the permission to read people, which reading a history does not ask for.
/// </summary>
public static class PersonalMask
{
    /// <summary>How every masked text begins, and all that a person sees of it.</summary>
    public const string Text = "•••";

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The same for the same text within this process, so that two versions can be compared.</summary>
    public static string Of(string text) =>
        Text + Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
