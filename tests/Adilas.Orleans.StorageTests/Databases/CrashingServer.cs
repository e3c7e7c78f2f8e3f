using System.Data.Common;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Databases;

internal sealed class CrashingServer(IDatabaseServer inner, Crash crash) : IDatabaseServer
{
    public bool HasUsers => inner.HasUsers;

    public async Task<IDatabaseWork> Enter(string database, CancellationToken cancellationToken) =>
        new Work(await inner.Enter(database, cancellationToken), crash);

    public Task<DbConnection> Open(string database, CancellationToken cancellationToken) => inner.Open(database, cancellationToken);

    public Task<DbConnection> OpenAsOwner(
        string database, string? password, StatementLimits limits, CancellationToken cancellationToken) =>
        inner.OpenAsOwner(database, password, limits, cancellationToken);

    public Task<(IReadOnlySet<string> Databases, IReadOnlySet<string> Users)> List(
        string prefix, CancellationToken cancellationToken) => inner.List(prefix, cancellationToken);

    public DatabaseCredentials? Credentials(string database, string password) => inner.Credentials(database, password);

    public RefusedException Refuse(Exception failure) => inner.Refuse(failure);

    private sealed class Work(IDatabaseWork inner, Crash crash) : IDatabaseWork
    {
        public Task Create(string? password, CancellationToken cancellationToken) =>
            Around(() => inner.Create(password, cancellationToken));

        public Task RunScripts(IReadOnlyList<SqlScript> scripts, CancellationToken cancellationToken) =>
            Around(() => inner.RunScripts(scripts, cancellationToken));

        public Task DeleteRows(CorporationId corporation, CancellationToken cancellationToken) =>
            Around(() => inner.DeleteRows(corporation, cancellationToken));

        public Task Drop(CancellationToken cancellationToken) => Around(() => inner.Drop(cancellationToken));

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private async Task Around(Func<Task> work)
        {
            crash.Touch();
            await work();
            crash.Touch();
        }
    }
}
