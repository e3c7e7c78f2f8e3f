using Adilas.LocalCluster;

[assembly: AssemblyFixture(typeof(Adilas.Objects.S3Fixture))]

namespace Adilas.Objects;

/// <summary>One S3 service for the whole assembly, started when first needed: that of the environment, or a private one.</summary>
public sealed class S3Fixture : IAsyncDisposable
{
    private readonly TestStores stores = new();

    /// <summary>How to reach it; each call a copy of its own.</summary>
    public async Task<ObjectsOptions> Options()
    {
        var access = await stores.S3();
        return new() { ServiceUrl = access.ServiceUrl, AccessKey = access.AccessKey, SecretKey = access.SecretKey, Region = access.Region };
    }

    public ValueTask DisposeAsync() => stores.DisposeAsync();
}
