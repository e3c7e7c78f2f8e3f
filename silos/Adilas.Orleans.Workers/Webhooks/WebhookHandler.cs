using System.Text;
using System.Text.Json;
using Adilas.Access;
using Adilas.Jobs;
using Adilas.Jobs.Outbound;

namespace Adilas.Webhooks;

/// <summary>Tells one endpoint of one event, signed with the endpoint's own secrets.</summary>
internal sealed class WebhookHandler(OutboundHttp outbound, WebhookSecrets secrets, IGrainFactory grains, SystemActors actors, TimeProvider clock)
    : IJobHandler
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

        var outcome = await outbound.Send(Request(run, webhook, target), Timeout, cancellationToken);
        if (outcome.Failure is { } failure)
        {
            var answer = ReceiverAnswer.OfResult(outcome.Result);
            var isGone = answer?.Status == GoneStatus;
            await grain.Report(isGone ? Gone : failure.Code, isGone, CancellationToken.None);

            // An address can be mended, and a receiver: nothing but its own word ends a delivery early.
            return outcome with { Failure = failure with { IsFinal = isGone, Message = answer?.ToMessage() ?? failure.Message } };
        }

        if (target.IsFailing) await grain.Report(failureCode: null, isGone: false, CancellationToken.None);
        return outcome;
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
            Keys = [.. target.Secrets.Select(hidden => secrets.Read(run.Corporation, webhook, hidden.AsSpan()))],
            FollowsRedirects = false,
        };
    }

    private static JobOutcome Failed(string code, string message, bool isFinal) => JobOutcome.Failed(new JobFailure(code, message, isFinal));
}
