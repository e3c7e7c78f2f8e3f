namespace Adilas.Components;

/// <summary>The colours that a reader chose, kept in a cookie so that a page is right from its first stroke.</summary>
internal static class PageTheme
{
    public const string System = "system";

    private const string Cookie = "adilas.theme";

    public static IReadOnlyList<(string Value, string Text)> All { get; } = [(System, "System"), ("light", "Light"), ("dark", "Dark")];

    public static string Of(HttpContext? context) =>
        context?.Request.Cookies[Cookie] is { } chosen && All.Any(theme => theme.Value == chosen) ? chosen : System;
}
