using Adilas.Access;

namespace Adilas.Users;

/// <summary>
/// Says to whom an e-mail address belongs, so that one address is one person on the whole platform. Key: <c>~email/{digest}</c>, where the
/// digest is keyed with a secret of the platform: the address itself is nobody's key.
/// </summary>
[Alias("adilas.IEmailAddressGrain"), Subject(Subject.Platform)]
public interface IEmailAddressGrain : IGrainWithStringKey
{
    /// <summary>The user to whom the address belongs: <paramref name="proposed"/> when it belonged to nobody yet.</summary>
    [Alias("Claim"), Allow(Caller.System), Repeatable]
    Task<UserId> Claim(UserId proposed, CancellationToken cancellationToken = default);
}
