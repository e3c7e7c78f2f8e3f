using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Users;

/// <summary>Names one person with one global login: 1 to 40 lower-case ASCII letters, digits or dashes.</summary>
[GenerateSerializer, Immutable, Alias("adilas.UserId")]
[JsonConverter(typeof(IdJsonConverter<UserId>))]
public readonly record struct UserId : IParsable<UserId>
{
    public const int MaxLength = IdGrammar.MaxLength;

    private UserId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static UserId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a user id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new UserId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static UserId IParsable<UserId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<UserId>.TryParse(string? s, IFormatProvider? provider, out UserId result) => TryParse(s, out result);
}
