using System.Globalization;
using System.Text.Json;
using Adilas.Components;

namespace Adilas.Jobs;

/// <summary>A job as a form holds it while it is typed, with what is wrong about each field.</summary>
internal sealed class NewJob
{
    public const int MaxPayloadLength = 64 * 1024;

    private readonly Dictionary<string, string> errors = [];

    public string Queue { get; set; } = "default";

    public string Kind { get; set; } = "";

    public string Payload { get; set; } = "{}";

    public string DueAt { get; set; } = "";

    public string Priority { get; set; } = "";

    public string DedupeKey { get; set; } = "";

    public string ConcurrencyKey { get; set; } = "";

    public string MaxAttempts { get; set; } = "";

    public string DeadlineSeconds { get; set; } = "";

    public string? Error(string field) => errors.GetValueOrDefault(field);

    /// <summary>The first field that is wrong.</summary>
    public string? FirstError => errors.Keys.FirstOrDefault();

    /// <param name="field">As the service names it; what is inside of the payload is the payload's.</param>
    public bool Blame(string? field, string message)
    {
        if (field?.Split('.')[0] is not { } name || Array.IndexOf(Fields, name) < 0) return false;
        errors[name] = message;
        return true;
    }

    /// <returns><c>null</c>: something is wrong, and <see cref="Error"/> says what.</returns>
    public JobOrder? ToOrder()
    {
        errors.Clear();
        if (Kind.Trim().Length == 0) errors["kind"] = "Say what it does.";
        if (!IsJson(Payload)) errors["payload"] = "This is not JSON.";
        var dueAt = PageTime.Read(DueAt);
        if (DueAt.Length > 0 && dueAt is null) errors["dueAt"] = "This is not a time.";
        var order = new JobOrder(
            Queue.Trim(), Kind.Trim(), Payload, dueAt, Number(Priority, "priority"), Text(DedupeKey), Text(ConcurrencyKey), Number(MaxAttempts, "maxAttempts"),
            BackoffSeconds: null, Number(DeadlineSeconds, "deadlineSeconds"));
        return errors.Count == 0 ? order : null;
    }

    private static readonly string[] Fields =
        ["queue", "kind", "payload", "dueAt", "priority", "dedupeKey", "concurrencyKey", "maxAttempts", "deadlineSeconds"];

    private int? Number(string text, string field)
    {
        if (text.Trim().Length == 0) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        errors[field] = "Give a whole number.";
        return null;
    }

    private static string? Text(string text) => text.Trim() is { Length: > 0 } some ? some : null;

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
