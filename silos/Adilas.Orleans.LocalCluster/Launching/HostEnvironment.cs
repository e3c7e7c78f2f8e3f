using System.Globalization;

namespace Adilas.LocalCluster;

/// <summary>The configuration of the hosts. It goes through the environment, which only the same user can read, never through arguments.</summary>
internal sealed class HostEnvironment(ClusterFolder folder, string clusterId, PrivateMySql mySql, PrivateRedis redis, PrivateS3 s3)
{
    public const string PlatformDatabase = "adilas";

    public Dictionary<string, string?> Silo(string url, int siloPort, int gatewayPort) => new(Common(url))
    {
        ["Seal__SiloKeys__0"] = folder.SiloSealKey,
        ["Secrets__Keys__0"] = folder.SecretsKey,
        ["ADILAS_OPERATOR_KEY"] = folder.OperatorKey,
        ["Cluster__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
        ["Cluster__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
        ["Cluster__AdvertisedAddress"] = "127.0.0.1",
        ["Cluster__FastFailureDetection"] = "true",
        ["Objects__ServiceUrl"] = s3.ServiceUrl,
        ["Objects__AccessKey"] = s3.AccessKey,
        ["Objects__SecretKey"] = s3.SecretKey,
        ["Objects__Region"] = s3.Region,
    };

    public Dictionary<string, string?> Web(string url) => Common(url);

    /// <summary>What it takes to call grains: where the cluster is found, and a key that signs callers.</summary>
    public Dictionary<string, string?> FrontEnd() => new()
    {
        ["ConnectionStrings__Aurora"] = $"{mySql.ConnectionString};Database={PlatformDatabase}",
        ["Seal__WebKeys__0"] = folder.WebSealKey,

        // Members of an earlier run that was killed would otherwise be waited for.
        ["Cluster__ClusterId"] = clusterId,
    };

    private Dictionary<string, string?> Common(string url) => new(FrontEnd())
    {
        ["ASPNETCORE_URLS"] = url,
        ["ConnectionStrings__Redis"] = redis.Configuration,

        // Many processes share this machine.
        ["DOTNET_gcServer"] = "0",
    };
}
