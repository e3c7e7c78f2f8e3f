using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Adilas.Ids;

namespace Adilas.Jobs.Bulk;

/// <summary>Names one bulk operation of its corporation. Later ones have later names, so that a list in their order is one in time.</summary>
[GenerateSerializer, Immutable, Alias("adilas.BulkOperationId")]
[JsonConverter(typeof(IdJsonConverter<BulkOperationId>))]
public readonly record struct BulkOperationId : IParsable<BulkOperationId>
{
    private BulkOperationId(string value) => Value = value;

    /// <summary>The id as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    [Id(0)] public string Value { get; }

    /// <summary>A name that nothing has yet, made as those of jobs are.</summary>
    public static BulkOperationId Make(DateTimeOffset now) => new(JobId.Make(now).Value);

    /// <exception cref="FormatException"><paramref name="text"/> is not a well-formed id.</exception>
    public static BulkOperationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a bulk operation's id.");

    public static bool TryParse([NotNullWhen(true)] string? text, out BulkOperationId id)
    {
        var wellFormed = IdGrammar.IsWellFormed(text);
        id = wellFormed ? new BulkOperationId(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;

    static BulkOperationId IParsable<BulkOperationId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<BulkOperationId>.TryParse(string? s, IFormatProvider? provider, out BulkOperationId result) => TryParse(s, out result);
}
