namespace Adilas.Users;

/// <summary>
/// Turns an e-mail address into what names its owner, so that one address is one person on the whole platform: keyed with a secret that
/// never leaves the platform database, so that whoever reads ids cannot try addresses.
/// </summary>
public interface IEmailDigest
{
    /// <summary>32 lower-case hexadecimal digits, the same for addresses that differ only in case.</summary>
    Task<string> Of(string email, CancellationToken cancellationToken);
}
