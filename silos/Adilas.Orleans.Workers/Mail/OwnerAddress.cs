using Adilas.Access;
using Adilas.Corporations;
using Adilas.Users;

namespace Adilas.Jobs.Mail;

/// <summary>Finds an owner's address when a mail is sent: in a job it would stand outside of what is erased with a person.</summary>
internal sealed class OwnerAddress(IGrainFactory grains, SystemActors actors)
{
    /// <returns><c>null</c>: nobody owns the corporation, or the owner was erased.</returns>
    public async Task<string?> Find(CorporationId corporation, CancellationToken cancellationToken)
    {
        if (await Owner(corporation, cancellationToken) is not { } owner) return null;
        using var actor = actors.Enter(SystemActors.Work, corporation: null);
        return (await grains.User(owner).Find(cancellationToken))?.Email is { Length: > 0 } address ? address : null;
    }

    private async Task<UserId?> Owner(CorporationId corporation, CancellationToken cancellationToken)
    {
        using var actor = actors.Enter(SystemActors.Work, corporation);
        return (await grains.Corporation(corporation).Find(cancellationToken))?.Owner;
    }
}
