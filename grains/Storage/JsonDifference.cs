using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Storage;

/// <summary>What differs between two JSON documents, path by path.</summary>
internal static class JsonDifference
{
    private static readonly string[] SecretEndings = ["hash", "secret", "password", "token", "apiKey", "privateKey"];

    private const string Masked = $"\"{PersonalMask.Text}\"";

    /// <summary>At most <paramref name="limit"/> changed values, in the order of their paths. <c>null</c> stands for no document.</summary>
    public static IEnumerable<ValueChange> Between(byte[]? before, byte[]? after, int limit)
    {
        using var left = Parse(before);
        using var right = Parse(after);
        return [.. Compare("", left?.RootElement, right?.RootElement).Take(limit)];
    }

    /// <inheritdoc cref="Between(byte[], byte[], int)"/>
    public static IEnumerable<ValueChange> Between(string? before, string? after, int limit) => Between(
        before is null ? null : System.Text.Encoding.UTF8.GetBytes(before), after is null ? null : System.Text.Encoding.UTF8.GetBytes(after), limit);

    private static JsonDocument? Parse(byte[]? json) => json is null ? null : JsonDocument.Parse(json);

    private static IEnumerable<ValueChange> Compare(string path, JsonElement? before, JsonElement? after)
    {
        if (IsObject(before) || IsObject(after))
        {
            // A value that becomes an object, or an object that becomes a value, is both: the value goes, the members come.
            if (before is { ValueKind: not JsonValueKind.Object } && path.Length > 0) yield return Change(path, before, null);
            foreach (var name in Names(before).Union(Names(after), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                foreach (var change in Compare(path.Length == 0 ? name : $"{path}.{name}", Member(before, name), Member(after, name)))
                    yield return change;
            }

            if (after is { ValueKind: not JsonValueKind.Object } && path.Length > 0) yield return Change(path, null, after);
        }
        else if (IsList(before) && IsList(after) && before!.Value.GetArrayLength() == after!.Value.GetArrayLength())
        {
            // Lists of things, such as steps, stay the same things while one of them changes.
            var index = 0;
            foreach (var (left, right) in before.Value.EnumerateArray().Zip(after.Value.EnumerateArray()))
            {
                foreach (var change in Compare($"{path}[{index}]", left, right)) yield return change;
                index++;
            }
        }
        else if (before?.GetRawText() != after?.GetRawText())
        {
            yield return Change(path, before, after);
        }
    }

    private static ValueChange Change(string path, JsonElement? before, JsonElement? after)
    {
        var secret = IsSecret(path);
        return new ValueChange(path, Text(before, secret), Text(after, secret));
    }

    private static string? Text(JsonElement? value, bool secret) =>
        value is null ? null : secret || IsPersonal(value.Value) ? Masked : value.Value.GetRawText();

    private static bool IsPersonal(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString()!.StartsWith(PersonalMask.Text, StringComparison.Ordinal);

    // Whatever is named so is taken for a secret, in states and in people's settings alike.
    private static bool IsSecret(string path) =>
        SecretEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsObject(JsonElement? element) => element is { ValueKind: JsonValueKind.Object };

    private static bool IsList(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && list[0].ValueKind is JsonValueKind.Object;

    private static IEnumerable<string> Names(JsonElement? element) =>
        IsObject(element) ? element!.Value.EnumerateObject().Select(property => property.Name) : [];

    private static JsonElement? Member(JsonElement? element, string name) =>
        IsObject(element) && element!.Value.TryGetProperty(name, out var value) ? value : null;
}
