using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Stacks;

/// <summary>Names one stack: a set of silos, databases and buckets that serves corporations: 1 to 40 lower-case ASCII letters, digits or dashes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.StackId")]
[JsonConverter(typeof(IdJsonConverter<StackId>))]
public readonly record struct StackId : IParsable<StackId>
{
    public const int MaxLength = IdGrammar.MaxLength;

    private StackId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static StackId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a stack id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out StackId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new StackId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static StackId IParsable<StackId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<StackId>.TryParse(string? s, IFormatProvider? provider, out StackId result) => TryParse(s, out result);
}
