using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Webhooks;

/// <summary>The only place that writes and reads the keys of grains that have to do with webhooks.</summary>
public static class WebhookGrainFactory
{
    /// <summary>The type of the grain that makes and lists a corporation's endpoints.</summary>
    public const string ListType = "webhooks";

    private const string Separator = "/webhook/";
    private const string ListEnding = "/webhooks";

    public static IWebhooksGrain Webhooks(this IGrainFactory grains, CorporationId corporation) =>
        grains.GetGrain<IWebhooksGrain>(corporation.Value + ListEnding);

    public static IWebhookGrain Webhook(this IGrainFactory grains, CorporationId corporation, WebhookId webhook) =>
        grains.GetGrain<IWebhookGrain>($"{corporation}{Separator}{webhook}");

    /// <exception cref="FormatException"><paramref name="key"/> is not an endpoint's.</exception>
    public static (CorporationId Corporation, WebhookId Webhook) ReadWebhookKey(string key)
    {
        var end = key.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0
            ? (CorporationId.Parse(key[..end]), WebhookId.Parse(key[(end + Separator.Length)..]))
            : throw new FormatException($"'{key}' is not the key of a webhook.");
    }

    /// <summary>The corporation whose endpoints a list's key names.</summary>
    public static CorporationId ReadWebhooksKey(string key) => CorporationId.Parse(OwnerKey.Corporation(key).ToString());
}
