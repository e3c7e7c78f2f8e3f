using System.Text.Json;

namespace Adilas.Provisioning;

/// <summary>Reads the options of the steps that come with the runtime.</summary>
internal static class StepOptions
{
    private const string Shape = "shape";

    /// <summary>The value of <c>shape</c>, or <c>null</c> when it is not one of the enumeration's names in lower case.</summary>
    public static T? ReadShape<T>(JsonElement options) where T : struct, Enum
    {
        if (Find(options, Shape) is not { ValueKind: JsonValueKind.String } value) return null;
        return Enum.GetValues<T>().Where(shape => Name(shape) == value.GetString()).Select(shape => (T?)shape).FirstOrDefault();
    }

    public static string? ShapeProblem<T>(JsonElement options) where T : struct, Enum =>
        UnknownFieldProblem(options, [Shape])
        ?? (ReadShape<T>(options) is null ? $"'{Shape}' is one of {string.Join(", ", Enum.GetValues<T>().Select(Name))}." : null);

    public static string? UnknownFieldProblem(JsonElement options, IReadOnlyCollection<string> known) =>
        options.ValueKind is JsonValueKind.Object
        && options.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? $"The field '{unknown}' is unknown here."
            : null;

    public static JsonElement? Find(JsonElement options, string field) =>
        options.ValueKind is JsonValueKind.Object && options.TryGetProperty(field, out var value) ? value : null;

    public static string Name<T>(T shape) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(shape.ToString());
}
