using System.Globalization;

namespace Adilas.Settings;

/// <summary>What layers are called on pages.</summary>
internal static class LayerNames
{
    /// <summary>The kinds of layers whose values can hold for a corporation, in rising precedence, after the catalogue's defaults.</summary>
    public static IReadOnlyList<string> OfCorporations { get; } =
        [ProfileMerge.Defaults, .. Enum.GetValues<LayerKind>().Where(kind => kind <= LayerKind.Corporation).Select(Text)];

    /// <summary>As scopes begin: <c>plan</c> of <c>plan:small</c>; <c>null</c> of none.</summary>
    public static string? KindOf(string? scope) => scope?.Split(':')[0];

    public static string Text(LayerKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>For people: <c>Plan small</c>, <c>Corporation</c>, <c>Default</c>.</summary>
    public static string Name(string? scope) => scope?.Split(':') switch
    {
        null => "Nobody",
        ["corporation", _] => "Corporation",
        ["role" or "user", _, var name] => $"{Title(KindOf(scope)!)} {name}",
        [var kind, .. var rest] => string.Join(' ', [Title(kind), .. rest]),
        [] => "",
    };

    /// <summary>How its badge is coloured: what is nearer to the corporation stands out more.</summary>
    public static string? Tone(string? scope) => KindOf(scope) switch
    {
        null or ProfileMerge.Defaults => null,
        "corporation" => "good",
        "plan" or "stack" => "warn",
        _ => "info",
    };

    public static string Address(string scope) => $"/operate/settings/{scope}";

    public static string Title(string kind) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind);
}
