using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Adilas.Personal;

/// <summary>
/// Tells hidden values from words that look like them, in stored JSON whose types nobody knows: a hidden value begins with the prefix as
/// bytes, and words that begin with it have their first letter escaped. To JSON both are the same letters.
/// </summary>
internal static class PersonalText
{
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes(PersonalCipher.Prefix);
    private static readonly byte[] QuotedPrefix = [(byte)'"', .. Prefix];
    private static readonly byte[] EscapedLetter = [.. "\\u0070"u8];

    public static bool MayHide(ReadOnlySpan<byte> json) => json.IndexOf(QuotedPrefix) >= 0;

    /// <summary>Whether a value that was parsed, and not made, is hidden.</summary>
    public static bool IsHidden(JsonValue value) =>
        value.TryGetValue<JsonElement>(out var element) && element.ValueKind is JsonValueKind.String
        && element.GetRawText().AsSpan(1).StartsWith(PersonalCipher.Prefix, StringComparison.Ordinal);

    /// <summary>Escapes the words among the strings of a state that was just written; what <paramref name="scope"/> hid stays.</summary>
    public static byte[] Escape(byte[] json, PersonalScope scope)
    {
        if (!MayHide(json)) return json;

        using var escaped = new MemoryStream(json.Length + 64);
        var copied = 0;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.String || !reader.ValueSpan.StartsWith(Prefix)) continue;
            if (scope.HasHidden(Encoding.UTF8.GetString(reader.ValueSpan))) continue;

            var letter = (int)reader.TokenStartIndex + 1;
            escaped.Write(json, copied, letter - copied);
            escaped.Write(EscapedLetter);
            copied = letter + 1;
        }

        escaped.Write(json, copied, json.Length - copied);
        return escaped.ToArray();
    }
}
