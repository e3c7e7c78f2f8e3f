using System.Diagnostics.CodeAnalysis;
using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>
/// Names one bucket: 3 to 63 lower-case ASCII letters, digits or dashes, a letter or digit at both ends. Dots, which S3 allows,
/// are not: they break host-style addresses under TLS.
/// </summary>
public readonly record struct BucketName
{
    public const int MinLength = 3;
    public const int MaxLength = 63;

    private BucketName(string value) => Value = value;

    /// <summary>The name as written; <c>null</c> only in <c>default</c>, which no parser returns.</summary>
    public string Value { get; }

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>bucket-name</c>.</exception>
    public static BucketName Parse(string? text) => TryParse(text, out var name) ? name : throw new RefusedException(
        Refusal.Invalid,
        "bucket-name",
        $"A bucket name has {MinLength} to {MaxLength} lower-case letters, digits or dashes, and no dash at either end.",
        "bucket");

    public static bool TryParse([NotNullWhen(true)] string? text, out BucketName name)
    {
        var wellFormed = text is { Length: >= MinLength and <= MaxLength }
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-')
            && text[0] is not '-' && text[^1] is not '-';
        name = wellFormed ? new BucketName(text!) : default;
        return wellFormed;
    }

    public override string ToString() => Value;
}
