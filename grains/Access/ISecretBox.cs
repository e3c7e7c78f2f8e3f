namespace Adilas.Access;

/// <summary>
/// Encrypts small secrets (passwords, keys) before they are stored. The purpose is bound into the result: what was protected
/// for one purpose cannot be read for another, so a ciphertext moved to another row or column is refused.
/// </summary>
public interface ISecretBox
{
    /// <summary>Encrypts with the newest key. Two calls never give the same bytes.</summary>
    /// <param name="secret">The bytes to hide; may be empty.</param>
    /// <param name="purpose">What the secret is for and whose it is, for example <c>database-password/adb_x</c>.</param>
    byte[] Protect(ReadOnlySpan<byte> secret, string purpose);

    /// <summary>Decrypts what any key of the ring protected for the same purpose.</summary>
    /// <exception cref="Refusals.RefusedException">
    /// <see cref="Refusals.Refusal.Unavailable"/>: <c>secret-key-missing</c> when the key is not in the ring,
    /// <c>secret-damaged</c> when the bytes were altered or belong to another purpose.
    /// </exception>
    byte[] Unprotect(ReadOnlySpan<byte> ciphertext, string purpose);
}
