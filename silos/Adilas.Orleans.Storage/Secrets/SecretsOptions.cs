namespace Adilas.Secrets;

/// <summary>The keys that hide stored secrets. Bound from <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";
    public const int KeyBytes = 32;
    public const int MaxKeys = 8;

    /// <summary>
    /// Base64 of exactly 32 bytes each, 1 to 8 keys. The first encrypts, all decrypt: to rotate, put the new key second on every
    /// silo, then first, and drop the old one only when nothing stored needs it any more.
    /// </summary>
    public IList<string> Keys { get; } = [];
}
