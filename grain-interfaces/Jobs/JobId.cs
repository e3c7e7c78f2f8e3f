using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Jobs;

/// <summary>Names one job of its corporation. Later jobs have later names, so that a list in their order is one in time.</summary>
[GenerateSerializer, Immutable, Alias("adilas.JobId")]
[JsonConverter(typeof(IdJsonConverter<JobId>))]
public readonly record struct JobId : IParsable<JobId>
{
    // Without letters that look like digits; in ordinal order.
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 9;
    private const int OtherDigits = 12;

    private JobId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <summary>A name that nothing has yet: the time in milliseconds, and chance.</summary>
    public static JobId Make(DateTimeOffset now)
    {
        Span<char> text = stackalloc char[TimeDigits + OtherDigits];
        WriteTime(text, now);
        RandomNumberGenerator.GetItems(Digits, text[TimeDigits..]);
        return new JobId(text.ToString());
    }

    /// <summary>The name that this cause at this time always gives, so that the same cause cannot make two jobs.</summary>
    /// <param name="cause">What makes the job, for example a schedule with the moment that it meant.</param>
    public static JobId Derive(DateTimeOffset time, string cause)
    {
        Span<char> text = stackalloc char[TimeDigits + OtherDigits];
        WriteTime(text, time);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(cause));
        for (var place = 0; place < OtherDigits; place++) text[TimeDigits + place] = Digits[hash[place] % Digits.Length];
        return new JobId(text.ToString());
    }

    /// <summary>The first name that a job of that time or a later one can have: a bound for lists, and no job's name.</summary>
    public static JobId First(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[TimeDigits];
        WriteTime(text, time);
        return new JobId(text.ToString());
    }

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static JobId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a job's id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new JobId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static JobId IParsable<JobId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<JobId>.TryParse(string? s, IFormatProvider? provider, out JobId result) => TryParse(s, out result);

    private static void WriteTime(Span<char> text, DateTimeOffset time)
    {
        var rest = Math.Max(0, time.ToUnixTimeMilliseconds());
        for (var place = TimeDigits - 1; place >= 0; place--, rest /= Digits.Length) text[place] = Digits[(int)(rest % Digits.Length)];
    }
}
