using System.Data.Common;
using Adilas.Platform;
using Adilas.Refusals;

namespace Adilas.Databases;

internal sealed class CrashingPlatform(IPlatformDatabase inner, Crash crash) : IPlatformDatabase
{
    public SqlDialect Dialect => inner.Dialect;

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        crash.Touch();
        return inner.OpenAsync(cancellationToken);
    }

    public ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken) => inner.EnterWriteAsync(cancellationToken);

    public RefusedException Refuse(Exception failure) => inner.Refuse(failure);
}
