using Adilas.Storage;

namespace Adilas.Users;

[GrainType("email-address")]
internal sealed class EmailAddressGrain(
    [PersistentState(StorageNames.EmailAddress, StorageNames.Journal)] IPersistentState<EmailAddressState> record) : Grain, IEmailAddressGrain
{
    public Task<UserId> Claim(UserId proposed, CancellationToken cancellationToken) =>
        this.Commit(record, record.State.Claim(proposed), state => state.UserId!.Value, cancellationToken);
}
