using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Primitives;

namespace Adilas.Http;

/// <summary>
/// What a write says about the version that it changes: <c>If-Match: "12"</c>, <c>If-Match: *</c> for whichever is there, or
/// <c>If-None-Match: *</c> for none yet.
/// </summary>
/// <param name="Version">The version that was read; 0 for none yet; <c>null</c> when it was not said.</param>
/// <param name="IsAny">Whether there must be one, whichever.</param>
internal sealed record Precondition(long? Version, bool IsAny)
{
    public const string IfMatch = "If-Match";
    public const string IfNoneMatch = "If-None-Match";

    private const int MaxDigits = 18;

    public static Precondition None { get; } = new(null, false);

    public static ValueTask<Precondition?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        return ValueTask.FromResult<Precondition?>(Parse(context.Request.Headers.IfMatch, context.Request.Headers.IfNoneMatch));
    }

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <exception cref="HttpProblem">400: not one strong tag as this API hands them out.</exception>
    public static Precondition Parse(StringValues match, StringValues noneMatch)
    {
        if (match.Count > 0 && noneMatch.Count > 0) throw Malformed(IfNoneMatch, "If-Match and If-None-Match exclude each other.");
        if (noneMatch.Count > 0)
            return noneMatch is ["*"] ? new Precondition(0, false) : throw Malformed(IfNoneMatch, "On a write, If-None-Match can only be *.");

        return match switch
        {
            [] => None,
            ["*"] => new Precondition(null, true),
            [{ } tag] when TryRead(tag, out var version) => new Precondition(version, false),
            _ => throw Malformed(IfMatch, "If-Match is one version in quotes, such as \"12\", or *."),
        };
    }

    /// <summary>Whether a reader that sent <c>If-None-Match</c> already holds this version.</summary>
    public static bool IsKnown(StringValues noneMatch, long version) => noneMatch
        .SelectMany(line => line?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        .Any(tag => tag is "*" || (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag) == Tag(version));

    private static bool TryRead(string tag, out long version)
    {
        version = 0;
        return tag is ['"', .. var digits, '"'] && digits.Length is > 0 and <= MaxDigits
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    private static HttpProblem Malformed(string header, string message) => HttpProblem.Invalid("if-match-malformed", message, header);
}
