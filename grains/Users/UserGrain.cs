using Adilas.Access;
using Adilas.Storage;

namespace Adilas.Users;

[GrainType("user")]
internal sealed class UserGrain(
    [PersistentState(StorageNames.User, StorageNames.Journal)] IPersistentState<UserState> record, TimeProvider clock) : Grain, IUserGrain
{
    private UserId Id => UserId.Parse(OwnerKey.User(this.GetPrimaryKeyString()).ToString());

    public Task<User> Register(string email, string name, CancellationToken cancellationToken) =>
        this.Commit(record, record.State.Register(Id, email, name, clock.GetUtcNow()), Snapshot, cancellationToken);

    public Task<User?> Find(CancellationToken cancellationToken) =>
        Task.FromResult(record.State.IsRegistered ? Snapshot(record.State) : null);

    private User Snapshot(UserState state) => new(Id, state.Email, state.Name, state.RegisteredAt);
}
