using System.Text.Json;

namespace Adilas.Jobs;

/// <summary>Does nothing, after a while: for trials of everything around it.</summary>
internal sealed class NoopHandler(TimeProvider time) : IJobHandler
{
    private const string Delay = "delayMs";
    private const int MaxDelayMs = 60_000;

    public string Kind => "noop";

    public void Check(JsonElement payload) => DelayOf(payload);

    public async Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        await Task.Delay(DelayOf(run.Payload), time, cancellationToken);
        return JobOutcome.Succeeded();
    }

    private static TimeSpan DelayOf(JsonElement payload) =>
        TimeSpan.FromMilliseconds(PayloadFields.OfAny(payload).Number(Delay, 0, MaxDelayMs, otherwise: 0));
}
