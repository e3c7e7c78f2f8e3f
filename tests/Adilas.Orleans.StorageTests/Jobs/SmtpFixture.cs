using Adilas.LocalCluster;

namespace Adilas.Jobs;

/// <summary>One mail server for the whole assembly, started by the first test that needs it.</summary>
public sealed class SmtpFixture : IAsyncDisposable
{
    private readonly TestStores stores = new();

    public Task<PrivateSmtp> Server() => stores.Smtp(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => stores.DisposeAsync();
}
