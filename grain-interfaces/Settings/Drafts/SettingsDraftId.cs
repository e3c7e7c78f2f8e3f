using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Settings.Drafts;

/// <summary>Names one draft of its layer. Later drafts have later names, so that a list in their order is one in time.</summary>
[GenerateSerializer, Immutable, Alias("adilas.SettingsDraftId")]
[JsonConverter(typeof(IdJsonConverter<SettingsDraftId>))]
public readonly record struct SettingsDraftId : IParsable<SettingsDraftId>
{
    // Without letters that look like digits; in ordinal order.
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 9;
    private const int RandomDigits = 7;

    private SettingsDraftId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <summary>A name that nothing has yet: the time in milliseconds, and chance.</summary>
    public static SettingsDraftId Make(DateTimeOffset now)
    {
        Span<char> text = stackalloc char[TimeDigits + RandomDigits];
        var time = now.ToUnixTimeMilliseconds();
        for (var place = TimeDigits - 1; place >= 0; place--, time /= Digits.Length) text[place] = Digits[(int)(time % Digits.Length)];
        RandomNumberGenerator.GetItems(Digits, text[TimeDigits..]);
        return new SettingsDraftId(text.ToString());
    }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static SettingsDraftId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a draft's id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SettingsDraftId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new SettingsDraftId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static SettingsDraftId IParsable<SettingsDraftId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<SettingsDraftId>.TryParse(string? s, IFormatProvider? provider, out SettingsDraftId result) => TryParse(s, out result);
}
