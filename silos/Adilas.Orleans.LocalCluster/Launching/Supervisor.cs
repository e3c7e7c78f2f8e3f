namespace Adilas.LocalCluster;

/// <summary>Watches the members of a cluster: keeps the list of processes true, and starts again what died.</summary>
internal sealed class Supervisor(
    ClusterFolder folder, IReadOnlyCollection<ClusterMember> members, bool restart, TimeProvider clock, Action<string> report) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource ending = new();
    private readonly List<Watched> watched = [.. members.Select(member => new Watched(member))];
    private volatile List<ClusterProcess> listed = [];
    private Task watching = Task.CompletedTask;

    public void Start() => watching = Watch();

    public bool Lists(int processes) => listed.Count == processes;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        ending.Dispose();
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            do
            {
                WriteList();
                foreach (var one in watched) Care(one);
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(watched.Select(one => one.Restarting));
        }
    }

    private void WriteList()
    {
        List<ClusterProcess> running = [.. members.Select(Describe).Where(process => process.Pid > 0)];
        if (running.SequenceEqual(listed)) return;

        folder.WriteProcesses(running);
        listed = running;
    }

    private static ClusterProcess Describe(ClusterMember member) => new(member.Role, member.ProcessId, member.Url);

    private void Care(Watched one)
    {
        var now = clock.GetUtcNow();
        if (one.Member.ProcessId > 0)
        {
            one.Pacing.SawRunning(now);
            return;
        }

        if (!one.Member.IsWanted || !one.Restarting.IsCompleted) return;
        if (one.Pacing.SawDead(now) is { } pause)
            report($"{one.Member.Name} is down{(restart ? $"; starting it again in {pause.TotalSeconds:0.#} s" : "")} (log: {one.Member.LogFile})");
        if (restart && one.Pacing.IsDue(now)) one.Restarting = Restart(one);
    }

    private async Task Restart(Watched one)
    {
        one.Pacing.Started();
        try
        {
            await one.Member.Start(ending.Token);
            report($"{one.Member.Name} is back as process {one.Member.ProcessId}");
        }
        catch (Exception) when (ending.IsCancellationRequested)
        {
            // The cluster ends.
        }
        catch (Exception failure)
        {
            report($"{one.Member.Name} did not come back: {failure.Message.Split('\n')[0]}");
        }
    }

    private sealed record Watched(ClusterMember Member)
    {
        public RestartPacing Pacing { get; } = new();

        public Task Restarting { get; set; } = Task.CompletedTask;
    }
}
