using System.Collections.Concurrent;
using System.Text.Json;

namespace Adilas.Jobs;

/// <summary>Does what a test says for its payload's <c>script</c>; without one, nothing.</summary>
internal sealed class ScriptedJob : IJobHandler
{
    private static readonly ConcurrentDictionary<string, Func<JobRun, CancellationToken, Task<JobOutcome>>> Scripts = new();

    public string Kind => "noop";

    /// <summary>The payload with which a job runs this.</summary>
    public static string Payload(Func<JobRun, CancellationToken, Task<JobOutcome>> script)
    {
        var name = $"{Guid.NewGuid():N}";
        Scripts[name] = script;
        return JsonSerializer.Serialize(new { script = name });
    }

    public void Check(JsonElement payload)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
            throw new Refusals.RefusedException(Refusals.Refusal.Invalid, "payload-object", "The payload is a JSON object.", "payload");
    }

    public Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken) =>
        run.Payload.TryGetProperty("script", out var name) && Scripts.TryGetValue(name.GetString()!, out var script)
            ? script(run, cancellationToken)
            : Task.FromResult(JobOutcome.Succeeded());
}
