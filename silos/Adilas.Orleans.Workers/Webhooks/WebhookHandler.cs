using System.Text;
using System.Text.Json;
using Adilas.Access;
using Adilas.Jobs;
using Adilas.Jobs.Outbound;
using Adilas.Refusals;
using Microsoft.Extensions.Logging;

namespace Adilas.Webhooks;

/// <summary>Tells one endpoint of one event, signed with the endpoint's own secrets.</summary>
internal sealed partial class WebhookHandler(
    OutboundHttp outbound, WebhookSecrets secrets, IGrainFactory grains, SystemActors actors, TimeProvider clock, ILogger<WebhookHandler> logger) : IJobHandler
{
    private const string Gone = "webhook-gone";
    private const int GoneStatus = 410;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public string Kind => CorporationEvent.JobKind;

    public void Check(JsonElement payload) => throw PayloadFields.Problem("kind", "is not for callers");

    public async Task<JobOutcome> Run(JobRun run, CancellationToken cancellationToken)
    {
        if (WebhookId.OfQueue(run.Queue) is not { } webhook) return Failed(Gone, "The job stands in no queue of a webhook.", isFinal: true);

        using var actor = actors.Enter(SystemActors.Work, run.Corporation);
        var grain = grains.Webhook(run.Corporation, webhook);
        if (await grain.Target(cancellationToken) is not { } target) return Failed(Gone, "The webhook was removed.", isFinal: true);
        if (!target.IsEnabled) return Failed("webhook-disabled", "The webhook is disabled.", isFinal: target.KeptUntil <= clock.GetUtcNow());

        JobOutcome outcome;
        try
        {
            outcome = await outbound.Send(Request(run, webhook, target), Timeout, cancellationToken);
        }
        catch (RefusedException unreadable)
        {
            // The platform's own fault, such as a secret whose key is gone; but the endpoint hears nothing, and somebody must learn of it.
            await Report(grain, unreadable.Code, isGone: false);
            return Failed(unreadable.Code, unreadable.Message, isFinal: false);
        }

        if (outcome.Failure is { } failure)
        {
            var answer = ReceiverAnswer.OfResult(outcome.Result);
            var isGone = answer?.Status == GoneStatus;
            await Report(grain, isGone ? Gone : failure.Code, isGone);

            // An address can be mended, and a receiver: nothing but its own word ends a delivery early.
            return outcome with { Failure = failure with { IsFinal = isGone, Message = answer?.ToMessage() ?? failure.Message } };
        }

        if (target.IsFailing) await Report(grain, failureCode: null, isGone: false);
        return outcome;
    }

    /// <summary>What was delivered is delivered, whether or not the count of failures can be kept: the next attempt counts.</summary>
    private async Task Report(IWebhookGrain grain, string? failureCode, bool isGone)
    {
        try
        {
            await grain.Report(failureCode, isGone, CancellationToken.None);
        }
        catch (Exception failure) when (failure is RefusedException or OrleansException or TimeoutException)
        {
            LogNotReported(failure is RefusedException refused ? refused.Code : failure.GetType().Name);
        }
    }

    /// <summary>An old secret that can be read no more only ends early.</summary>
    private IEnumerable<byte[]> Keys(JobRun run, WebhookId webhook, WebhookTarget target)
    {
        foreach (var (age, hidden) in target.Secrets.Index())
        {
            byte[] key;
            try
            {
                key = secrets.Read(run.Corporation, webhook, hidden.AsSpan());
            }
            catch (RefusedException) when (age > 0)
            {
                continue;
            }

            yield return key;
        }
    }

    private OutboundRequest Request(JobRun run, WebhookId webhook, WebhookTarget target)
    {
        var happened = run.Payload;
        return new OutboundRequest(HttpMethod.Post, new Uri(target.Url), happened.GetProperty("id").GetString()!)
        {
            Headers =
            [
                new("Adilas-Event", happened.GetProperty("type").GetString()!),
                new("Adilas-Delivery", run.Id),
            ],

            // Byte by byte as it was stored, so that every attempt and every replay says the same.
            Body = Encoding.UTF8.GetBytes(happened.GetRawText()),
            ContentType = "application/json",
            Keys = [.. Keys(run, webhook, target)],
            FollowsRedirects = false,
        };
    }

    [LoggerMessage(LogLevel.Warning, "How a delivery ended could not be counted: {Reason}")]
    private partial void LogNotReported(string reason);

    private static JobOutcome Failed(string code, string message, bool isFinal) => JobOutcome.Failed(new JobFailure(code, message, isFinal));
}
