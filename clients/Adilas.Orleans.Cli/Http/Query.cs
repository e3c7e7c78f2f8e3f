using System.Text;

namespace Adilas.Http;

/// <summary>Writes a query string; an empty value is left out.</summary>
internal static class Query
{
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (string.IsNullOrEmpty(value)) continue;
            text.Append(text.Length is 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}
