using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Webhooks;

/// <summary>
/// Makes, hides and reads secrets of endpoints. They are stored and not derived from the ring that hides them: a receiver's secret must
/// not change because the platform's keys do.
/// </summary>
public sealed class WebhookSecrets(ISecretBox box)
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    public byte[] Hide(CorporationId corporation, WebhookId webhook, string secret) =>
        box.Protect(Encoding.ASCII.GetBytes(secret), Purpose(corporation, webhook));

    /// <summary>The key with which bodies are signed: the secret as it was shown, as bytes.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Unavailable"/>: the key that hides it is not there.</exception>
    public byte[] Read(CorporationId corporation, WebhookId webhook, ReadOnlySpan<byte> hidden) => box.Unprotect(hidden, Purpose(corporation, webhook));

    private static string Purpose(CorporationId corporation, WebhookId webhook) => $"webhook-secret/{corporation}/{webhook}";
}
