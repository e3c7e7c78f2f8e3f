using Adilas.Corporations;

namespace Adilas.Webhooks;

/// <summary>Where the page about one endpoint is.</summary>
internal static class WebhookAddress
{
    public static string Of(CorporationId corporation, WebhookId webhook) => $"{CorporationAddress.Of(corporation, CorporationAddress.Webhooks)}/{webhook}";
}
