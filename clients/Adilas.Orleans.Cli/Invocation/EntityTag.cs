namespace Adilas.Invocation;

/// <summary>Versions as HTTP writes them.</summary>
internal static class EntityTag
{
    /// <param name="text"><c>12</c>, <c>"12"</c>, or <c>*</c> for whatever is there.</param>
    public static string? Of(string? text) => text switch
    {
        null => null,
        "*" => "*",
        _ when text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') => $"\"{text}\"",
        _ when text.Length > 2 && text[0] is '"' && text[^1] is '"' && text[1..^1].All(c => c is > ' ' and < '\x7f' and not '"') => text,
        _ => throw CommandFailure.Usage("A version is a number, as 'settings get' shows it.", "if-match"),
    };
}
