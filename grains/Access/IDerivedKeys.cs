namespace Adilas.Access;

/// <summary>Keys that follow from the ring that hides secrets, so that nothing has to be stored for them.</summary>
public interface IDerivedKeys
{
    /// <summary>
    /// 32 bytes from each key of the ring, the newest first: the same on every silo, and unrelated to those of any other purpose. Whoever
    /// signs uses all of them, so that who checks with one is not cut off when the ring is rotated.
    /// </summary>
    /// <param name="purpose">What the keys are for and whose they are, for example <c>body-signature/acme</c>.</param>
    IReadOnlyList<byte[]> Derive(string purpose);
}
