using System.Text.Json;
using Adilas.Refusals;

namespace Adilas.Provisioning;

/// <summary>The fields of one object in a recipe, each read with its rule.</summary>
/// <param name="place">File and step, for problems.</param>
internal sealed class RecipeFields(string place, JsonElement element)
{
    private readonly JsonElement element = element.ValueKind is JsonValueKind.Object
        ? element
        : throw Refuse($"{place}: it is not an object.");

    public static RefusedException Refuse(string problem) => new(Refusal.Invalid, "recipe", problem);

    public RefusedException Problem(string field, string rule) => Refuse($"{place}, field '{field}' {rule}.");

    public RefusedException Problem(string sentence) => Refuse($"{place}: {sentence}");

    public bool Has(string field) => element.TryGetProperty(field, out _);

    public string Text(string field, int maxLength) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 } text && text.Length <= maxLength
            ? text
            : throw Problem(field, $"is a text of 1 to {maxLength} characters");

    public int Number(string field, int least, int most) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.Number
        && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Problem(field, $"is a whole number from {least} to {most}");

    public IEnumerable<JsonElement> Array(string field, int maxLength) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.Array
        && value.GetArrayLength() is var length && length > 0 && length <= maxLength
            ? value.EnumerateArray()
            : throw Problem(field, $"is a list of 1 to {maxLength} items");

    /// <summary>Refuses fields that nobody reads: mostly misspelt ones.</summary>
    public void CheckNames(IReadOnlyCollection<string> known)
    {
        if (element.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !known.Contains(name)) is { } extra)
            throw Problem(extra, "is unknown here");
    }

    /// <summary>An object of all other fields.</summary>
    public JsonElement Without(IReadOnlyCollection<string> names) => JsonSerializer.SerializeToElement(
        element.EnumerateObject().Where(property => !names.Contains(property.Name))
            .ToDictionary(property => property.Name, property => property.Value));
}
