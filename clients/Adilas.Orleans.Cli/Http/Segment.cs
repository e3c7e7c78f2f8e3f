using System.Buffers;

namespace Adilas.Http;

/// <summary>
/// Turns names that people type into one segment of a path. A name such as <c>..</c> would otherwise walk to another
/// resource, and a DELETE with it.
/// </summary>
internal static class Segment
{
    private const int MaxIdLength = 40;
    private const int MaxTextLength = 400;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsId(string text) => text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>The id of a corporation or stack.</summary>
    public static string Id(string text, string field = "id") => IsId(text)
        ? text
        : throw CommandFailure.Usage($"An id has 1 to {MaxIdLength} lower-case letters, digits or dashes.", field);

    /// <summary>Any other name, such as a key's id, a scope or a settings path.</summary>
    public static string Text(string text, string field) => text.Length is 0 or > MaxTextLength || text.All(c => c is '.')
        ? throw CommandFailure.Usage($"This has 1 to {MaxTextLength} characters and more than dots.", field)
        : Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal);
}
