using System.Collections.Concurrent;
using System.Text.Json;
using Adilas.Access;
using Adilas.Jobs;

namespace Adilas.Webhooks;

/// <summary>Delivers as a test says for its endpoint, and reports as the real one does; without a word it succeeds.</summary>
internal sealed class ScriptedDelivery(IGrainFactory grains, SystemActors actors) : IJobHandler
{
    private static readonly ConcurrentDictionary<WebhookId, string> Failing = new();
    private static readonly ConcurrentDictionary<WebhookId, Task> Holding = new();
    private static readonly ConcurrentQueue<(WebhookId Webhook, string Type)> Told = new();

    public string Kind => CorporationEvent.JobKind;

    /// <summary>Lets an endpoint fail with a code; <c>null</c>: succeed again.</summary>
    public static void Fail(WebhookId webhook, string? code)
    {
        if (code is null) Failing.TryRemove(webhook, out _);
        else Failing[webhook] = code;
    }

    /// <summary>Lets endpoints answer nothing until this is disposed of.</summary>
    public static IDisposable Hold(params IReadOnlyList<WebhookId> webhooks)
    {
        var hold = new Held(webhooks);
        foreach (var webhook in webhooks) Holding[webhook] = hold.Over.Task;
        return hold;
    }

    public static IReadOnlyList<string> ToldTo(WebhookId webhook) => [.. Told.Where(it => it.Webhook == webhook).Select(it => it.Type)];

    public void Check(JsonElement payload)
    {
    }

    public async Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        var webhook = WebhookId.OfQueue(run.Queue)!.Value;
        using var actor = actors.Enter(SystemActors.Work, run.Corporation);
        if (await grains.Webhook(run.Corporation, webhook).Target(cancellationToken) is not { IsEnabled: true } target)
            return JobOutcome.Failed(new JobFailure("webhook-disabled", "It is not told."));
        if (Failing.TryGetValue(webhook, out var code))
        {
            await grains.Webhook(run.Corporation, webhook).Report(code, isGone: false, CancellationToken.None);
            return JobOutcome.Failed(new JobFailure(code, "It failed."));
        }

        if (Holding.TryGetValue(webhook, out var over)) await over.WaitAsync(cancellationToken);
        Told.Enqueue((webhook, run.Payload.GetProperty("type").GetString()!));
        if (target.IsFailing) await grains.Webhook(run.Corporation, webhook).Report(null, isGone: false, CancellationToken.None);
        return JobOutcome.Succeeded();
    }

    private sealed class Held(IReadOnlyList<WebhookId> webhooks) : IDisposable
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            foreach (var webhook in webhooks) Holding.TryRemove(webhook, out _);
            Over.TrySetResult();
        }
    }
}
