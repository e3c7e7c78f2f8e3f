using Adilas.Calling;
using Adilas.LocalCluster;

namespace Adilas.Standalone;

/// <summary>The whole platform as one process on a folder, which can be killed and started again.</summary>
internal sealed class StandaloneHost : IAsyncDisposable
{
    private readonly ChildProcess process;
    private readonly PortLease port;

    private StandaloneHost(ChildProcess process, PortLease port, Api api) => (this.process, this.port, Api) = (process, port, api);

    public Api Api { get; }

    public string Url => $"http://127.0.0.1:{port.Port}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts it and returns when it is ready.</summary>
    public static async Task<StandaloneHost> Start(StandaloneFolder folder, params (string Name, string Value)[] environment)
    {
        var port = PortLease.Take();
        var url = $"http://127.0.0.1:{port.Port}";
        var command = HostCommand.Built("silos/Adilas.Orleans.Standalone");
        var process = ChildProcess.Start(new("standalone", command.Program, command.Arguments)
        {
            LogFile = folder.LogFile,
            Environment = new Dictionary<string, string?>(environment.Select(each => new KeyValuePair<string, string?>(each.Name, each.Value)))
            {
                ["Data"] = folder.Data,
                ["ASPNETCORE_URLS"] = url,
                ["ADILAS_OPERATOR_KEY"] = folder.OperatorKey,
                ["RateLimits__RequestsPerSecond"] = "100000",
                ["RateLimits__Burst"] = "100000",
                ["DOTNET_gcServer"] = "0",
            },
        });
        var host = new StandaloneHost(process, port, new Api(url, folder.OperatorKey));
        try
        {
            await process.WaitUntil("answers /health/ready", host.Api.IsReady, Scenario.Limit, Cancelled);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>As SIGTERM ends it.</summary>
    public async Task Stop() => Assert.True(await process.Stop(Scenario.Limit), "it had to be killed");

    /// <summary>As a power cut would end it.</summary>
    public async Task Kill()
    {
        process.Kill();
        await WaitForEnd();
    }

    /// <summary>Waits for an end that has a cause of its own, and is a kill.</summary>
    public async Task WaitForEnd() => Assert.Equal(128 + 9, await process.WaitForExit(Scenario.Limit, Cancelled));

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await process.DisposeAsync();
        port.Dispose();
    }
}
