using System.Globalization;
using System.Text.Json;

namespace Adilas.Settings.Catalogue;

/// <summary>What a catalogued setting's value must be: as a check, and in words.</summary>
internal static class ValueRule
{
    /// <summary>Which rule the value breaks: <see cref="CatalogueProblem.Type"/>, <see cref="CatalogueProblem.Bounds"/>, or none.</summary>
    public static string? Broken(CatalogueEntry entry, JsonElement value) => entry.Type switch
    {
        SettingType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : CatalogueProblem.Type,
        SettingType.Integer => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var whole)
            ? Bounds(whole >= entry.Minimum && whole <= entry.Maximum)
            : CatalogueProblem.Type,
        SettingType.Number => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number)
            ? Bounds(number >= (double?)entry.Minimum && number <= (double?)entry.Maximum)
            : CatalogueProblem.Type,
        SettingType.StringList or SettingType.EnumList => BrokenList(entry, value),
        SettingType.String or SettingType.Enum or SettingType.Color or SettingType.TimeZone or SettingType.Locale or SettingType.Url
            or SettingType.Email => BrokenText(entry, value),
    };

    public static string Describe(CatalogueEntry entry) => entry.Type switch
    {
        SettingType.Boolean => "true or false",
        SettingType.Integer => $"a whole number from {Number(entry.Minimum)} to {Number(entry.Maximum)}",
        SettingType.Number => $"a number from {Number(entry.Minimum)} to {Number(entry.Maximum)}",
        SettingType.Color => "a colour such as #2f6f8f",
        SettingType.TimeZone => "a time zone such as Europe/Berlin",
        SettingType.Locale => "a language such as de or pt-BR",
        SettingType.Url => $"an http or https address of at most {TextForm.MaxUrlLength} characters",
        SettingType.Email => "an e-mail address",
        SettingType.Enum => $"one of {string.Join(", ", entry.Values)}",
        SettingType.EnumList => $"a list of at most {entry.MaxItems} of {string.Join(", ", entry.Values)}",
        SettingType.String => Text(entry),
        SettingType.StringList => $"a list of at most {entry.MaxItems}, each {Text(entry)}",
    };

    private static string? BrokenList(CatalogueEntry entry, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Array) return CatalogueProblem.Type;
        return value.GetArrayLength() > entry.MaxItems
            ? CatalogueProblem.Bounds
            : value.EnumerateArray().Select(item => BrokenText(entry, item)).FirstOrDefault(broken => broken is not null);
    }

    private static string? BrokenText(CatalogueEntry entry, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String) return CatalogueProblem.Type;
        var text = value.GetString()!;
        return entry.Type switch
        {
            SettingType.Enum or SettingType.EnumList => Bounds(entry.Values.Contains(text)),
            SettingType.Color => Type(TextForm.IsColor(text)),
            SettingType.TimeZone => Type(TextForm.IsTimeZone(text)),
            SettingType.Locale => Type(TextForm.IsLocale(text)),
            SettingType.Url => Type(TextForm.IsUrl(text)),
            SettingType.Email => Type(TextForm.IsEmail(text)),
            SettingType.String or SettingType.StringList => Bounds(
                !(text.Length > entry.MaxLength) && (entry.Pattern is null || CataloguePattern.All[entry.Pattern].Form.IsMatch(text))),
            SettingType.Boolean or SettingType.Integer or SettingType.Number => CatalogueProblem.Type,
        };
    }

    private static string? Type(bool holds) => holds ? null : CatalogueProblem.Type;

    private static string? Bounds(bool holds) => holds ? null : CatalogueProblem.Bounds;

    private static string Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(CatalogueEntry entry)
    {
        var length = entry.MaxLength is { } most ? $" of at most {most} characters" : "";
        return entry.Pattern is { } pattern ? CataloguePattern.All[pattern].Description + length : $"text{length}";
    }
}
