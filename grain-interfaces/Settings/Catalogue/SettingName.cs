using System.Text.Json;

namespace Adilas.Settings.Catalogue;

/// <summary>What a member of a settings document may be called.</summary>
internal static class SettingName
{
    public const int MaxLength = 100;

    // '*' stands for any name in the catalogue's own paths; '__proto__' is harmless here and a trap for every script that reads settings.
    public static string Rule { get; } =
        $"1 to {MaxLength} characters without a dot or control character, and neither '{CatalogueEntry.Wildcard}' nor '__proto__'";

    public static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= MaxLength && name is not (CatalogueEntry.Wildcard or "__proto__")
        && !name.Any(c => c is '.' || char.IsControl(c));

    /// <summary>The path to the first name beneath the value that is not well-formed.</summary>
    public static string? FirstMalformed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(FirstMalformed).FirstOrDefault(path => path is not null),
        JsonValueKind.Array => value.EnumerateArray().Select(FirstMalformed).FirstOrDefault(path => path is not null),
        JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
            or JsonValueKind.Undefined => null,
    };

    /// <summary>A name or path that may be anything, fit to stand in a message.</summary>
    public static string Shown(string name) => name.Length <= MaxLength && !name.Any(char.IsControl)
        ? name
        : $"{string.Concat(name.Take(MaxLength).Select(c => char.IsControl(c) ? '\uFFFD' : c))}…";

    private static string? FirstMalformed(JsonProperty member) =>
        !IsWellFormed(member.Name) ? Shown(member.Name)
        : FirstMalformed(member.Value) is { } beneath ? $"{member.Name}.{beneath}"
        : null;
}
