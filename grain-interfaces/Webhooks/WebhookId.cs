using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Webhooks;

/// <summary>Names one endpoint of its corporation. Short, for it stands in the names of its queue and of its deliveries.</summary>
[GenerateSerializer, Immutable, Alias("adilas.WebhookId")]
[JsonConverter(typeof(IdJsonConverter<WebhookId>))]
public readonly record struct WebhookId : IParsable<WebhookId>
{
    public const int MaxLength = 18;

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int MadeLength = 12;

    private WebhookId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <summary>The queue of its deliveries: no id of a queue that callers name has a dot.</summary>
    public string Queue => QueuePrefix + Value;

    private const string QueuePrefix = "webhook.";

    /// <summary>A name that nothing has yet.</summary>
    public static WebhookId Make() => new(RandomNumberGenerator.GetString(Digits, MadeLength));

    /// <summary>The endpoint whose deliveries wait in a queue; <c>null</c>: it is any other queue.</summary>
    public static WebhookId? OfQueue(string queue) =>
        queue.StartsWith(QueuePrefix, StringComparison.Ordinal) && TryParse(queue[QueuePrefix.Length..], out var id) ? id : null;

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static WebhookId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a webhook's id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out WebhookId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text) && text!.Length <= MaxLength;
        id = wellFormed ? new WebhookId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static WebhookId IParsable<WebhookId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<WebhookId>.TryParse(string? s, IFormatProvider? provider, out WebhookId result) => TryParse(s, out result);
}
