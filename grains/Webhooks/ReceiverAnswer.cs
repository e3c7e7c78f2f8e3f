using System.Globalization;
using System.Text.Json;

namespace Adilas.Webhooks;

/// <summary>
/// What a receiver answered. Of an attempt that is tried again only the failure's message is kept: so it says both, and is read again here.
/// </summary>
/// <param name="Text">What it said, cut; <c>null</c>: nothing that is text.</param>
public sealed record ReceiverAnswer(int Status, string? Text)
{
    public const int MaxTextLength = 400;

    private const string Beginning = "The receiver answered ";
    private const string Separator = ": ";

    /// <summary>From what a request came to; <c>null</c>: to no answer.</summary>
    public static ReceiverAnswer? OfResult(string? result)
    {
        if (result is null) return null;
        using var json = JsonDocument.Parse(result);
        if (!json.RootElement.TryGetProperty("status", out var status)) return null;
        return new ReceiverAnswer(status.GetInt32(), json.RootElement.TryGetProperty("body", out var body) ? Cut(body.GetString()) : null);
    }

    /// <summary>From what <see cref="ToMessage"/> wrote; <c>null</c>: it is about something else.</summary>
    public static ReceiverAnswer? OfMessage(string? message)
    {
        if (message?.StartsWith(Beginning, StringComparison.Ordinal) != true) return null;
        var end = message.IndexOf(Separator, StringComparison.Ordinal);
        var number = end < 0 ? message[Beginning.Length..].TrimEnd('.') : message[Beginning.Length..end];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? new ReceiverAnswer(status, end < 0 ? null : message[(end + Separator.Length)..])
            : null;
    }

    public string ToMessage() => string.IsNullOrEmpty(Text)
        ? string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Status}.")
        : string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Status}{Separator}{Text}");

    private static string? Cut(string? text) => text is null || text.Length <= MaxTextLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)];
}
