using System.Text;
using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>
/// Names one object in its bucket: 1 to 900 bytes of UTF-8, parts separated by <c>/</c>. No part is empty, <c>.</c> or <c>..</c>
/// (proxies and HTTP clients fold those), and there are no control characters. Compared byte by byte, case matters.
/// </summary>
public readonly record struct ObjectKey
{
    public const int MaxBytes = 900;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ObjectKey(string value) => Value = value;

    /// <summary>The key as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    public string Value { get; }

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>object-key</c>, with the rule that is broken.</exception>
    public static ObjectKey Parse(string? text) => Problem(text) is { } problem
        ? throw new RefusedException(Refusal.Invalid, "object-key", problem, "key")
        : new ObjectKey(text!);

    /// <summary>What is wrong with this text as a key, in a sentence; <c>null</c> when nothing is.</summary>
    public static string? Problem(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "An object key is not empty.";
        if (text.Any(char.IsControl)) return "An object key has no control characters.";
        if (Bytes(text) is not { } bytes) return "An object key is well-formed Unicode.";
        if (bytes > MaxBytes) return $"An object key has at most {MaxBytes} bytes; this one has {bytes}.";
        return text.Split('/').Any(part => part is "" or "." or "..")
            ? "No part of an object key between slashes is empty, '.' or '..'."
            : null;
    }

    public override string ToString() => Value;

    private static int? Bytes(string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}
