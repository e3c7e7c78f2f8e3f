namespace Adilas.LocalCluster;

/// <summary>A silo, a web host or the balancer.</summary>
internal sealed class HostMember(string name, string role, string url, HostCommand command, string logFile) : ClusterMember(name, role, url)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly SemaphoreSlim gate = new(1);
    private volatile ChildProcess? process;

    public override string LogFile => logFile;

    public override int ProcessId => process is { HasExited: false } running ? running.Id : 0;

    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public override void Kill() => process?.Kill();

    public override void Pause() => process?.Pause();

    public override void Continue() => process?.Continue();

    public override async ValueTask DisposeAsync()
    {
        await Exclusively(CleanUp);
        gate.Dispose();
    }

    private protected override Task Launch(CancellationToken cancellationToken) => Exclusively(async () =>
    {
        if (ProcessId > 0) return;

        await CleanUp();
        var started = process = ChildProcess.Start(
            new(Name, command.Program, command.Arguments) { Environment = Environment, LogFile = logFile });
        try
        {
            await started.WaitUntil("answers /health/ready", IsReady, StartLimit, cancellationToken);
        }
        catch
        {
            await CleanUp();
            throw;
        }
    });

    private protected override Task Halt() => Exclusively(End);

    private async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(new Uri($"{Url}/health/ready"), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private async Task End()
    {
        if (process is { HasExited: false } running) await running.Stop(StopGrace);
        await CleanUp();
    }

    private async Task CleanUp()
    {
        var last = process;
        process = null;
        if (last is not null) await last.DisposeAsync();
    }

    private async Task Exclusively(Func<Task> action)
    {
        await gate.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            gate.Release();
        }
    }
}
