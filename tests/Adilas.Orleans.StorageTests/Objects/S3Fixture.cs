using Adilas.LocalCluster;

[assembly: AssemblyFixture(typeof(Adilas.Objects.S3Fixture))]

namespace Adilas.Objects;

/// <summary>
/// One S3 service for the whole assembly, started by the first test that needs it: the one named by ADILAS_TEST_S3_URL, or a private one.
/// </summary>
public sealed class S3Fixture : IAsyncDisposable
{
    private readonly Lazy<Task<(ObjectsOptions Options, PrivateS3? Private)>> server = new(Start);

    /// <summary>How to reach it; each call a copy of its own.</summary>
    public async Task<ObjectsOptions> Options()
    {
        var found = (await server.Value).Options;
        return new() { ServiceUrl = found.ServiceUrl, AccessKey = found.AccessKey, SecretKey = found.SecretKey };
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated && (await server.Value).Private is { } mine) await mine.DisposeAsync();
    }

    private static async Task<(ObjectsOptions, PrivateS3?)> Start()
    {
        if (Environment.GetEnvironmentVariable("ADILAS_TEST_S3_URL") is { Length: > 0 } given)
        {
            return (new()
            {
                ServiceUrl = given,
                AccessKey = Environment.GetEnvironmentVariable("ADILAS_TEST_S3_KEY"),
                SecretKey = Environment.GetEnvironmentVariable("ADILAS_TEST_S3_SECRET"),
            }, null);
        }

        var mine = await PrivateS3.Start();
        return (new() { ServiceUrl = mine.ServiceUrl, AccessKey = mine.AccessKey, SecretKey = mine.SecretKey }, mine);
    }
}
