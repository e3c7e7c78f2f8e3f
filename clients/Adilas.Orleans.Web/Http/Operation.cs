using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Adilas.Access;

namespace Adilas.Http;

/// <summary>The <c>Idempotency-Key</c> of a write, bound to everything that the request says.</summary>
internal sealed record Operation(OperationKey? Key)
{
    public const string Header = "Idempotency-Key";

    public static async ValueTask<Operation?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var given = context.Request.Headers[Header];
        if (given.Count == 0) return new Operation((OperationKey?)null);
        if (given.Count > 1 || !OperationKey.IsValidId(given[0]))
        {
            throw HttpProblem.Invalid(
                "idempotency-key-malformed", $"An idempotency key has 1 to {OperationKey.MaxIdLength} visible ASCII characters.", Header);
        }

        return new Operation(new OperationKey(given[0]!, Hash(context.Request, (await RequestBody.Read(context)).Span)));
    }

    /// <summary>SHA-256 in hex of all that makes a request this one; each part with its length, so that no two run together alike.</summary>
    public static string Hash(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(request.Method));
        Append(hash, Encoding.UTF8.GetBytes(request.Path.Value ?? ""));
        Append(hash, Encoding.UTF8.GetBytes(request.QueryString.Value ?? ""));
        Append(hash, Encoding.UTF8.GetBytes(request.Headers.IfMatch.ToString()));
        Append(hash, Encoding.UTF8.GetBytes(request.Headers.IfNoneMatch.ToString()));
        Append(hash, body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
