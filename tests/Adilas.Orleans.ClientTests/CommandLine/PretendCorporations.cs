using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Adilas.CommandLine;

/// <summary>
/// Behaves like the interface for creating corporations: the same order again is unchanged, another order for the same id
/// is a conflict, the same operation id gets the same answer, and provisioning takes a few looks.
/// </summary>
internal sealed class PretendCorporations
{
    private readonly ConcurrentDictionary<string, string> _orders = new();
    private readonly ConcurrentDictionary<string, int> _answered = new();
    private readonly ConcurrentDictionary<string, int> _looks = new();
    private readonly HashSet<string> _admitted = [];
    private int _busy;
    private int _atOnce;

    /// <summary>How many looks find a provisioning still running.</summary>
    public int LooksUntilReady { get; init; } = 1;

    /// <summary>Ids whose provisioning fails.</summary>
    public HashSet<string> Failing { get; init; } = [];

    /// <summary>How many corporations are accepted before orders are answered no more, until <see cref="Release"/>.</summary>
    public int HoldsAfter { get; set; } = int.MaxValue;

    /// <summary>How many orders are answered with "busy" first.</summary>
    public int BusyAnswers { get; init; }

    public int Created { get; private set; }

    public int MostAtOnce { get; private set; }

    public IReadOnlyCollection<string> Ids => (IReadOnlyCollection<string>)_orders.Keys;

    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.Request.Method is "POST" && path is "/api/v1/corporations") await Order(context);
        else if (path.EndsWith("/provisioning", StringComparison.Ordinal)) await Provisioning(context, path.Split('/')[^2]);
        else await Answers.Nothing(404)(context);
    }

    private async Task Order(HttpContext context)
    {
        lock (_orders) MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
        try
        {
            if (Interlocked.Increment(ref _busy) <= BusyAnswers)
            {
                await Answers.Problem(429, "Slow down.", "rate-limit", retryAfter: "1")(context);
                return;
            }

            var order = (string)context.Items["body"]!;
            var id = JsonDocument.Parse(order).RootElement.GetProperty("id").GetString()!;
            if (!Admit(id))
            {
                Held.TrySetResult();
                await Release.Task.WaitAsync(context.RequestAborted);
            }

            var status = context.Request.Query.ContainsKey("dryRun") ? Preview(id, order) : Take(id, order, Operation(context));
            await Answer(context, id, status);
        }
        finally
        {
            lock (_orders) _atOnce--;
        }
    }

    private bool Admit(string id)
    {
        lock (_orders) return _admitted.Contains(id) || (_admitted.Count < HoldsAfter && _admitted.Add(id));
    }

    private int Take(string id, string order, string operationId)
    {
        lock (_orders)
        {
            if (_answered.TryGetValue(operationId, out var earlier)) return earlier;
            var isNew = _orders.TryAdd(id, order);
            if (isNew) Created++;
            return _answered[operationId] = isNew ? 202 : Preview(id, order);
        }
    }

    private int Preview(string id, string order) => !_orders.TryGetValue(id, out var known) ? 202 : known == order ? 200 : 409;

    private Task Provisioning(HttpContext context, string id)
    {
        if (!_orders.ContainsKey(id)) return Answers.Problem(404, "Unknown.", "corporation-unknown")(context);
        var isDone = _looks.AddOrUpdate(id, 1, (_, looks) => looks + 1) > LooksUntilReady;
        (string State, string? Reason) seen = (isDone, Failing.Contains(id)) switch
        {
            (false, _) => ("running", null),
            (true, true) => ("failed", "The server has no room."),
            (true, false) => ("ready", null),
        };
        return Answers.Provisioning(seen.State, seen.State is "ready" ? "done" : seen.State, seen.Reason)(context);
    }

    private static string Operation(HttpContext context) => context.Request.Headers["Idempotency-Key"].ToString();

    private static Task Answer(HttpContext context, string id, int status) => status switch
    {
        409 => Answers.Problem(409, $"{id} exists with other particulars.", "corporation-exists", "id")(context),
        202 when context.Request.Query.ContainsKey("dryRun") => Answers.Json("""{"created":true}""")(context),
        200 when context.Request.Query.ContainsKey("dryRun") => Answers.Json("""{"created":false}""")(context),
        _ => Answers.Nothing(status, ("Location", $"/api/v1/corporations/{id}/provisioning"))(context),
    };
}
