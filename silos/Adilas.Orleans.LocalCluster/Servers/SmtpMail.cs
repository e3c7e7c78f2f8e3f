namespace Adilas.LocalCluster;

/// <summary>A mail that <see cref="PrivateSmtp"/> accepted.</summary>
/// <param name="From">The sender, as the server was told.</param>
/// <param name="To">The recipients, as the server was told.</param>
/// <param name="User">Who had signed in; <c>null</c>: nobody.</param>
/// <param name="Secure">Whether it came over TLS.</param>
/// <param name="Message">Headers and body as they came.</param>
public sealed record SmtpMail(string From, IReadOnlyList<string> To, string? User, bool Secure, byte[] Message);
