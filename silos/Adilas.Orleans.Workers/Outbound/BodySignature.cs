using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Jobs.Outbound;

/// <summary>
/// The header by which a receiver knows that a body was sent by the runtime, for which corporation, and when:
/// <c>t=UNIX,v1=HEX</c>, HEX being the HMAC-SHA-256 of <c>UNIX.BODY</c>. While the keys are rotated there are several <c>v1</c>.
/// </summary>
internal sealed class BodySignature(IDerivedKeys keys, TimeProvider time)
{
    public const string Header = "Adilas-Signature";

    public string Sign(CorporationId corporation, ReadOnlySpan<byte> body) => Sign(keys.Derive(Purpose(corporation)), body);

    public string Sign(IReadOnlyList<byte[]> keys, ReadOnlySpan<byte> body)
    {
        var at = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(at), (byte)'.', .. body];
        var signatures = keys
            .Select(key => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, signed)));
        return $"t={at},{string.Join(',', signatures)}";
    }

    public static string Purpose(CorporationId corporation) => $"body-signature/{corporation}";
}
