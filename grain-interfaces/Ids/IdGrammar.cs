namespace Adilas.Ids;

/// <summary>
/// The one grammar of ids that people choose: 1 to 40 lower-case ASCII letters, digits or dashes. Such an id stands
/// unescaped in a grain key, a Redis key and a URL, sorts the same in every store, and can hold neither <c>/</c>, which
/// separates the parts of a key, nor <c>~</c>, which starts a platform key.
/// </summary>
internal static class IdGrammar
{
    public const int MaxLength = 40;

    public static bool IsWellFormed(string? text) => text is { Length: > 0 and <= MaxLength } && text.All(IsAllowed);

    private static bool IsAllowed(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-';
}
