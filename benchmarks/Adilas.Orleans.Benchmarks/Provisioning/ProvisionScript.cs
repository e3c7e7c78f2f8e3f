using System.Text.Json;
using MySqlConnector;
using StackExchange.Redis;

namespace Adilas.Benchmarks;

/// <summary>
/// The peer: a script that makes a corporation as straight as can be. A database with our recipe's tables, a folder, a profile in Redis; no
/// user, no rights, no record of how far it came, and half of it left behind when it dies.
/// </summary>
internal sealed class ProvisionScript(string mySql, IDatabase redis, string folder, string recipes)
{
    private const string Profile = """{"look":{"color":"#167d7e"},"terms":{"item":"Product"},"limits":{"users":25}}""";

    private readonly string[] scripts = [.. ReadScripts(recipes)];

    /// <summary>All tables in one multi-statement send: the fastest way that there is.</summary>
    public Task MakeAtOnce(string id) => Make(id, connection => Execute(connection, string.Join('\n', scripts)));

    /// <summary>As a script of separate statements does it.</summary>
    public Task MakeByStatement(string id) => Make(id, async connection =>
    {
        foreach (var statement in scripts.SelectMany(Statements)) await Execute(connection, statement);
    });

    private async Task Make(string id, Func<MySqlConnection, Task> makeTables)
    {
        await using var connection = new MySqlConnection(mySql);
        await connection.OpenAsync();
        await Execute(connection, $"CREATE DATABASE {id}");
        await connection.ChangeDatabaseAsync(id);
        await makeTables(connection);
        Directory.CreateDirectory(Path.Combine(folder, id));
        await redis.StringSetAsync($"profile:{id}", Profile);
    }

    private static async Task Execute(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<string> ReadScripts(string recipes)
    {
        using var recipe = JsonDocument.Parse(File.ReadAllText(Path.Combine(recipes, "standard.json")));
        foreach (var step in recipe.RootElement.GetProperty("steps").EnumerateArray())
        {
            if (!step.TryGetProperty("scripts", out var names)) continue;
            foreach (var name in names.EnumerateArray()) yield return File.ReadAllText(Path.Combine(recipes, name.GetString()!));
        }
    }

    /// <summary>Our scripts hold no semicolon but at the end of a statement.</summary>
    private static IEnumerable<string> Statements(string script) =>
        script.Split(';').Where(part => part.Contains("CREATE TABLE", StringComparison.Ordinal));
}
