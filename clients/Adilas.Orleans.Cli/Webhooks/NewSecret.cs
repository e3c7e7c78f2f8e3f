using Adilas.Http;
using Adilas.Output;

namespace Adilas.Webhooks;

/// <summary>Hands over a secret that nobody can read again.</summary>
internal static class NewSecret
{
    public static void Hand(Screen screen, ApiAnswer answer)
    {
        if (screen.Json) screen.Raw(answer);
        else if (answer.Json?.String("secret") is { Length: > 0 } secret) screen.Line(secret);
        else throw CommandFailure.Garbled("The server made a secret but its answer holds none; rotate the webhook to get another.");

        screen.Flush();
        var name = answer.Json?.String("id") is { } id ? $" of the webhook {id}" : "";
        screen.Warn($"This is the only time that the secret{name} is shown; keep it safe.");
    }
}
