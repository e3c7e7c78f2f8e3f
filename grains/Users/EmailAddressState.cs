using Adilas.Storage;

namespace Adilas.Users;

/// <summary>To whom an address belongs; the first claim holds.</summary>
[GenerateSerializer, Immutable, Alias("adilas.EmailAddressState")]
internal sealed record EmailAddressState : JournalState
{
    [Id(0)] public UserId? UserId { get; init; }

    public EmailAddressState Claim(UserId proposed) => UserId is null ? this with { UserId = proposed } : this;
}
