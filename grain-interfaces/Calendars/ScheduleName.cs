using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Calendars;

/// <summary>Names one schedule of its corporation: 1 to 40 lower-case ASCII letters, digits or dashes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ScheduleName")]
[JsonConverter(typeof(IdJsonConverter<ScheduleName>))]
public readonly record struct ScheduleName : IParsable<ScheduleName>
{
    private ScheduleName(string value) => Value = value;

    /// <summary>The name as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed name.</exception>
    public static ScheduleName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a schedule's name.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ScheduleName name)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        name = wellFormed ? new ScheduleName(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static ScheduleName IParsable<ScheduleName>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ScheduleName>.TryParse(string? s, IFormatProvider? provider, out ScheduleName result) => TryParse(s, out result);
}
