using System.Text.Json;
using MySqlConnector;

namespace Adilas.LocalCluster;

internal static class TrialClusterReading
{
    /// <summary>What <c>cluster.json</c> says now.</summary>
    public static List<ClusterProcess> Listed(this TrialCluster cluster) =>
        JsonSerializer.Deserialize<List<ClusterProcess>>(File.ReadAllText(cluster.ProcessesFile), JsonSerializerOptions.Web)!;

    public static async Task<object?> Execute(this TrialCluster cluster, string sql)
    {
        await using var connection = new MySqlConnection(cluster.MySql.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
