using Adilas.LocalCluster;

namespace Adilas.Web;

/// <summary>One silo and one web host of little patience.</summary>
public sealed class WebHostFixture : IAsyncLifetime
{
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(4);

    public TrialCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TrialCluster.Start(
        new TrialClusterOptions
        {
            Size = new ClusterSize(1, 1),
            Environment = new Dictionary<string, string?> { ["Web__RequestTimeout"] = RequestTimeout.ToString() },
        },
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
