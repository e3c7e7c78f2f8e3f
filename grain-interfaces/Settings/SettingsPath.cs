using Adilas.Refusals;

namespace Adilas.Settings;

/// <summary>Names of a settings document joined by dots, such as <c>limits.users</c>.</summary>
public static class SettingsPath
{
    public const char Separator = '.';
    public const int MaxLength = 1000;

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: not 1 to 32 names joined by dots.</exception>
    public static string[] Split(string? path, string field = "path")
    {
        var names = path is { Length: <= MaxLength } ? path.Split(Separator) : [];
        return names.Length is > 0 and <= SettingsDocument.MaxDepth && !names.Any(string.IsNullOrEmpty)
            ? names
            : throw new RefusedException(
                Refusal.Invalid,
                "path-malformed",
                $"A path is 1 to {SettingsDocument.MaxDepth} names joined by dots, of {MaxLength} characters in all at most.",
                field);
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="above"/> or lies beneath it.</summary>
    public static bool IsWithin(ReadOnlySpan<char> path, ReadOnlySpan<char> above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == Separator);

    public static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}{Separator}{name}";
}
