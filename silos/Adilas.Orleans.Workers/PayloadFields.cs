using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Jobs;

/// <summary>The fields of a payload, each read with its rule. One that is <c>null</c> counts as absent.</summary>
internal sealed class PayloadFields
{
    private readonly JsonElement payload;

    private PayloadFields(JsonElement payload) => this.payload =
        payload.ValueKind is JsonValueKind.Object ? payload : throw Broken("payload", "is a JSON object");

    /// <summary>Of a payload that may hold anything else besides.</summary>
    public static PayloadFields OfAny(JsonElement payload) => new(payload);

    /// <summary>Refuses fields that nobody reads: mostly misspelt ones.</summary>
    public static PayloadFields Of(JsonElement payload, params ReadOnlySpan<string> known)
    {
        var fields = new PayloadFields(payload);
        foreach (var property in payload.EnumerateObject())
        {
            if (!IsAmong(property, known)) throw Problem(NameOf(property), $"is unknown; known are {string.Join(", ", known)}");
        }

        return fields;
    }

    /// <param name="rule">What the field is, such as <c>is a list</c>.</param>
    public static RefusedException Problem(string field, string rule) => Broken($"payload.{field}", rule);

    public bool Has(string field) => Find(field) is not null;

    public JsonElement? Find(string field) =>
        payload.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string Text(string field, int maxLength) => TextOf(field, Find(field), maxLength);

    public string? FindText(string field, int maxLength) => Find(field) is { } value ? TextOf(field, value, maxLength) : null;

    public int Number(string field, int least, int most, int otherwise) => Find(field) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= least && number <= most => number,
        _ => throw Problem(field, $"is a whole number from {least} to {most}"),
    };

    public bool Flag(string field) => Find(field) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Problem(field, "is true or false"),
    };

    /// <summary>The items of a list, with the name of each; none when the field is absent.</summary>
    public IEnumerable<(string Name, JsonElement Value)> List(string field, int maxItems) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= maxItems =>
            list.EnumerateArray().Select((value, index) => ($"{field}[{index}]", value)),
        _ => throw Problem(field, $"is a list of at most {maxItems} items"),
    };

    public static string TextOf(string field, JsonElement? value, int maxLength) =>
        value is { ValueKind: JsonValueKind.String } given && TryRead(given) is { Length: > 0 } text && text.Length <= maxLength
            ? text
            : throw Problem(field, $"is a text of 1 to {maxLength} characters");

    /// <summary>A field's name, cut; <c>?</c> when it is not Unicode.</summary>
    public static string NameOf(JsonProperty property)
    {
        const int enough = 100;
        try
        {
            return property.Name.Length > enough ? property.Name[..enough] : property.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    /// <summary>Half a surrogate pair may be written in JSON with an escape, and is found when the text is read.</summary>
    private static string? TryRead(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsAmong(JsonProperty property, ReadOnlySpan<string> known)
    {
        foreach (var name in known)
            if (property.NameEquals(name)) return true;

        return false;
    }

    private static RefusedException Broken(string field, string rule) => new(Refusal.Invalid, "job-payload", $"{field} {rule}.", field);
}
