using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Adilas.Corporations;

namespace Adilas.Access;

/// <summary>
/// A <see cref="CallerContext"/> with an expiry and a signature as one string of at most <see cref="MaxLength"/> ASCII characters: base64url of
/// version, ring, key fingerprint, kind, expiry, permissions, four length-prefixed texts, and a 128-bit HMAC-SHA256 over all of it.
/// It proves who signed, not who sends: whoever copies a seal can use it until it expires, at most one lease later.
/// </summary>
public static class Seal
{
    public const int MaxLength = 300;

    /// <summary>The name of the request-context entry in which a seal travels with a call of Orleans' own; ours are <see cref="ISealedRequest"/>s.</summary>
    public const string Header = "adilas.seal";

    private const byte Version = 1;
    private const int SignatureBytes = 16;
    private const int HeaderBytes = 4 + sizeof(long) + sizeof(ulong);

    public static string Sign(CallerContext caller, DateTimeOffset expiresAt, SealRing ring, SealKeyRing keys)
    {
        if (caller.Kind is CallerKind.System && ring is not SealRing.Silo)
            throw new InvalidOperationException("Only a silo's key can sign a system actor.");

        var (fingerprint, key) = keys.Signing;
        Span<byte> buffer = stackalloc byte[MaxLength];
        buffer[0] = Version;
        buffer[1] = (byte)ring;
        buffer[2] = fingerprint;
        buffer[3] = (byte)caller.Kind;
        BinaryPrimitives.WriteInt64LittleEndian(buffer[4..], expiresAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64LittleEndian(buffer[12..], caller.Permissions.Bits);
        var length = HeaderBytes;
        length += Write(buffer[length..], caller.Actor, CallerContext.MaxActorLength);
        length += Write(buffer[length..], caller.OnBehalfOf, CallerContext.MaxActorLength);
        length += Write(buffer[length..], caller.Corporation?.Value, CorporationId.MaxLength);
        length += Write(buffer[length..], caller.Session, CallerContext.MaxSessionLength);

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, buffer[..length], signature);
        signature[..SignatureBytes].CopyTo(buffer[length..]);
        return Base64Url.EncodeToString(buffer[..(length + SignatureBytes)]);
    }

    /// <summary>Opens a seal whose signature holds; the caller of this method still checks the expiry.</summary>
    public static SealReading Open(string? text, SealKeyRing webKeys, SealKeyRing siloKeys)
    {
        if (string.IsNullOrEmpty(text)) return SealReading.Failed(SealFailure.Missing);

        Span<byte> buffer = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || !Base64Url.TryDecodeFromChars(text, buffer, out var total)
            || total < HeaderBytes + 4 + SignatureBytes || buffer[0] != Version)
        {
            return SealReading.Failed(SealFailure.Malformed);
        }

        var body = buffer[..(total - SignatureBytes)];
        var ring = (SealRing)body[1];
        var kind = (CallerKind)body[3];
        if (!Enum.IsDefined(ring) || !Enum.IsDefined(kind)) return SealReading.Failed(SealFailure.Malformed);
        if (!IsSigned(body, buffer[body.Length..total], ring is SealRing.Silo ? siloKeys : webKeys))
            return SealReading.Failed(SealFailure.Forged);
        if (kind is CallerKind.System && ring is not SealRing.Silo) return SealReading.Failed(SealFailure.WrongRing);

        return Read(body, ring, kind);
    }

    private static bool IsSigned(ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature, SealKeyRing keys)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys.Find(body[2]))
        {
            HMACSHA256.HashData(key, body, expected);
            if (CryptographicOperations.FixedTimeEquals(expected[..SignatureBytes], signature)) return true;
        }

        return false;
    }

    private static SealReading Read(ReadOnlySpan<byte> body, SealRing ring, CallerKind kind)
    {
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(body[4..]));
        var permissions = new PermissionSet(BinaryPrimitives.ReadUInt64LittleEndian(body[12..]));
        var rest = body[HeaderBytes..];
        if (!TryRead(ref rest, out var actor) || actor is null || !TryRead(ref rest, out var onBehalfOf)
            || !TryRead(ref rest, out var corporation) || !TryRead(ref rest, out var session) || !rest.IsEmpty)
        {
            return SealReading.Failed(SealFailure.Malformed);
        }

        CorporationId? within = null;
        if (corporation is not null)
        {
            if (!CorporationId.TryParse(corporation, out var id)) return SealReading.Failed(SealFailure.Malformed);
            within = id;
        }

        return new SealReading(new CallerContext(kind, actor, onBehalfOf, within, permissions, session), expiresAt, ring, SealFailure.None);
    }

    private static int Write(Span<byte> target, string? text, int maxLength)
    {
        if (text?.Length > maxLength) throw new ArgumentException($"'{text}' is longer than {maxLength} characters.");
        if (text is not null && !Ascii.IsValid(text)) throw new ArgumentException("A caller context holds ASCII only.");

        target[0] = (byte)(text?.Length ?? 0);
        return 1 + Encoding.ASCII.GetBytes(text ?? "", target[1..]);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, out string? text)
    {
        text = null;
        if (rest.IsEmpty || rest[0] >= rest.Length) return false;
        if (rest[0] > 0) text = Encoding.ASCII.GetString(rest.Slice(1, rest[0]));
        rest = rest[(1 + rest[0])..];
        return true;
    }
}
