using System.Text.Json;
using Adilas.Corporations;
using Adilas.Jobs;
using Adilas.Storage;

namespace Adilas.Webhooks;

/// <summary>
/// Something that happened in a corporation. Stored with the change that it tells of, in one transaction, as a job for each endpoint that
/// wants to hear of it: nobody hears of what did not happen, and nothing that happened is lost.
/// </summary>
/// <param name="Id">Begins the ids of its deliveries.</param>
/// <param name="Body">What receivers get, byte by byte: JSON, without personal data.</param>
/// <param name="Except">The endpoint that does not hear of it; <c>null</c>: all that want do.</param>
public sealed record CorporationEvent(
    CorporationId Corporation, JobId Id, string Type, DateTimeOffset At, string Actor, byte[] Body, WebhookId? Except = null)
{
    /// <summary>The payload of a mail that is sent besides, whoever wants to hear of it; <c>null</c>: none is.</summary>
    public byte[]? Mail { get; init; }

    /// <summary>The kind of jobs that deliver.</summary>
    public const string JobKind = "webhook";

    public const string ReplayOrigin = "replay";

    public const string MailKind = "mail";

    private const string MailQueue = "notices";

    /// <summary>With the pauses that this makes, from 10 s doubled up to an hour, an event is tried for about a day.</summary>
    public const int Attempts = 32;

    private const int BackoffSeconds = 10;
    private const int DeadlineSeconds = 120;

    /// <param name="writeData">Writes the members of <c>data</c>.</param>
    public static CorporationEvent Of(
        CorporationId corporation, string type, string actor, DateTimeOffset now, Action<Utf8JsonWriter> writeData, WebhookId? except = null)
    {
        var (id, at) = (JobId.Make(now), StoredTime.Whole(now));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", id.Value);
            json.WriteString("type", type);
            json.WriteString("at", at);
            json.WriteString("corporation", corporation.Value);
            json.WriteString("actor", actor);
            json.WriteStartObject("data");
            writeData(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new CorporationEvent(corporation, id, type, at, actor, stream.ToArray(), except);
    }

    /// <summary>The job that delivers it.</summary>
    public JobRow ToJob(WebhookId webhook) => Delivery(JobId.Parse($"{Id}-{webhook}"), webhook, Body, Actor, At);

    /// <summary>The job that sends <see cref="Mail"/>.</summary>
    public JobRow? ToMail() => Mail is null ? null : new JobRow(
        JobId.Parse($"{Id}-mail"), MailQueue, MailKind, JobLane.Runtime, At, At, JobOrder.DefaultPriority, Attempt: 0, Attempts, Attempts, DeadlineSeconds,
        BackoffSeconds, At, Actor, Mail);

    public static JobRow Delivery(JobId id, WebhookId webhook, byte[] body, string actor, DateTimeOffset at) => new(
        id, webhook.Queue, JobKind, JobLane.Runtime, at, at, JobOrder.DefaultPriority, Attempt: 0, Attempts, Attempts, DeadlineSeconds, BackoffSeconds,
        at, actor, body);
}
