using Adilas.LocalCluster;
using Adilas.Platform;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adilas.Journal;

public sealed class FenceTests(MySqlFixture servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Two_processes_that_write_one_grain_share_its_versions_without_losing_any(SqlDialect dialect)
    {
        var connection = await servers.NewConnection(dialect);
        await using var journal = await TestJournal.Open(connection);
        var folder = Directory.CreateTempSubdirectory("adilas-writers-").FullName;

        var logs = await Task.WhenAll(Enumerable.Range(1, 2).Select(number => Write(connection, Path.Combine(folder, $"{number}.log"))));

        var acknowledged = logs.SelectMany(log => log.Where(line => line.StartsWith("acknowledged ", StringComparison.Ordinal)))
            .Select(line => int.Parse(line["acknowledged ".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Order();
        Assert.Equal(Enumerable.Range(1, 2 * SecondWriter.Rounds), acknowledged);
        await using var reading = await journal.Connect();
        Assert.Equal(
            Enumerable.Range(1, 2 * SecondWriter.Rounds),
            await reading.QueryAsync<int>("SELECT version FROM journal ORDER BY version"));
        Assert.Equal($"{2 * SecondWriter.Rounds}", (await journal.Load(SecondWriter.Key)).State.Text);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string[]> Write(PlatformConnection connection, string log)
    {
        await using var child = ChildProcess.Start(new(
            "second writer", Environment.ProcessPath!, [.. Host(), SecondWriter.Argument])
        {
            LogFile = log,
            Environment = connection.Dialect is SqlDialect.MySql
                ? new Dictionary<string, string?> { [SecondWriter.Server] = connection.ConnectionString }
                : new Dictionary<string, string?> { [SecondWriter.File] = new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource },
        });
        var code = await child.WaitForExit(Limit, Cancelled);
        var lines = await File.ReadAllLinesAsync(log, Cancelled);
        Assert.True(code == 0, string.Join('\n', lines.TakeLast(20)));
        return lines;
    }

    // Started as "dotnet program.dll", the process is dotnet's and the program its first argument.
    private static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [typeof(FenceTests).Assembly.Location]
        : [];
}
