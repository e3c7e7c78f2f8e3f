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

        await using var one = Start(connection, folder, 1);
        await using var other = Start(connection, folder, 2);
        foreach (var writer in new[] { one, other })
            await writer.WaitUntil("is ready", async _ => (await Lines(writer)).Contains(SecondWriter.Ready), Limit, Cancelled);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Cancelled);
        var logs = await Task.WhenAll(End(one), End(other));

        // Without one that came too late nothing was fenced.
        Assert.Contains(SecondWriter.Stale, logs.SelectMany(log => log));
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

    private static ChildProcess Start(PlatformConnection connection, string folder, int number) => ChildProcess.Start(new(
        $"writer {number}", Environment.ProcessPath!, [.. Host(), SecondWriter.Argument])
    {
        LogFile = Path.Combine(folder, $"{number}.log"),
        Environment = new Dictionary<string, string?>
        {
            [SecondWriter.Go] = Path.Combine(folder, "go"),
            [connection.Dialect is SqlDialect.MySql ? SecondWriter.Server : SecondWriter.File] = connection.Dialect is SqlDialect.MySql
                ? connection.ConnectionString
                : new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource,
        },
    });

    private static async Task<string[]> End(ChildProcess writer)
    {
        var code = await writer.WaitForExit(Limit, Cancelled);
        var lines = await Lines(writer);
        Assert.True(code == 0, string.Join('\n', lines.TakeLast(20)));
        return lines;
    }

    private static async Task<string[]> Lines(ChildProcess writer)
    {
        await using var file = new FileStream(writer.LogFile!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // Started as "dotnet program.dll", the process is dotnet's and the program its first argument.
    private static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [typeof(FenceTests).Assembly.Location]
        : [];
}
