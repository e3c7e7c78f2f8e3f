using Adilas.Jobs;

namespace Adilas.Webhooks;

/// <summary>How an endpoint fares, in words.</summary>
internal static class WebhookWords
{
    public static (string Words, string Tone, string Icon) State(Webhook it) => it switch
    {
        { IsEnabled: false } => ("Disabled", "bad", "cross"),
        { FailingSince: not null } => ("Failing", "warn", "alert"),
        _ => ("On", "good", "live"),
    };

    /// <summary>Why nothing is sent to it.</summary>
    public static string Why(string? code) => code switch
    {
        null => "",
        "by-request" => "Somebody disabled it.",
        "webhook-gone" => "The receiver said that it is gone for good (410).",
        _ => $"Nothing but failures came back; the last was {code}.",
    };

    /// <summary>What the receiver said, in a few words.</summary>
    public static string Answer(WebhookDelivery it) => (it.Status, it.FailureCode) switch
    {
        ({ } status, _) => $"answered {status}",
        (null, { } code) when it.State is not JobState.Succeeded => code,
        _ => "no answer yet",
    };
}
