using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Corporations;

/// <summary>Names one corporation, that is, one tenant: 1 to 40 lower-case ASCII letters, digits or dashes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.CorporationId")]
[JsonConverter(typeof(IdJsonConverter<CorporationId>))]
public readonly record struct CorporationId : IParsable<CorporationId>
{
    public const int MaxLength = IdGrammar.MaxLength;

    private CorporationId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static CorporationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a corporation id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out CorporationId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new CorporationId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static CorporationId IParsable<CorporationId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CorporationId>.TryParse(string? s, IFormatProvider? provider, out CorporationId result) => TryParse(s, out result);
}
