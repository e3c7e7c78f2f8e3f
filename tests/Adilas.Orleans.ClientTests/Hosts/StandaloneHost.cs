using System.Text.RegularExpressions;
using Adilas.LocalCluster;

namespace Adilas.Hosts;

/// <summary>The real Standalone program as a process, with a data folder of its own. Its whole output is kept in a file.</summary>
internal sealed partial class StandaloneHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder;
    private readonly ChildProcess process;

    private StandaloneHost(DirectoryInfo folder, ChildProcess process, string operatorKey) =>
        (this.folder, this.process, OperatorKey) = (folder, process, operatorKey);

    public string OperatorKey { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that the program wrote so far.</summary>
    public string Log
    {
        get
        {
            using var file = new FileStream(process.LogFile!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
    }

    /// <param name="settings">More configuration, as environment variables.</param>
    public static async Task<StandaloneHost> Start(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("adilas-standalone-");
        var operatorKey = $"operator-{Guid.NewGuid():N}";
        var process = ChildProcess.Start(new ChildProcessOptions(
            "standalone", "dotnet", Path.Combine(AppContext.BaseDirectory, "Adilas.Orleans.Standalone.dll"))
        {
            Environment = new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ADILAS_OPERATOR_KEY"] = operatorKey,
                ["Data"] = Path.Combine(folder.FullName, "data"),
            }.Concat(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).ToDictionary(),
            LogFile = Path.Combine(folder.FullName, "log"),
        });
        var host = new StandaloneHost(folder, process, operatorKey);
        try
        {
            await host.WaitUntilReady();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Api As(string? key) => new(Address, key);

    public async ValueTask DisposeAsync()
    {
        await process.Stop(TimeSpan.FromSeconds(20));
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task WaitUntilReady()
    {
        await process.WaitUntil("says where it listens", _ => Task.FromResult(Listening().IsMatch(Log)), Patience, CancellationToken.None);
        Address = new Uri(Listening().Match(Log).Groups[1].Value);
        using var api = As(OperatorKey);
        await process.WaitUntil(
            "knows its operator's key", async _ => (await api.Get("/api/v1/stacks")).Json("items").GetArrayLength() > 0, Patience, CancellationToken.None);
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:[0-9]+)")]
    private static partial Regex Listening();
}
