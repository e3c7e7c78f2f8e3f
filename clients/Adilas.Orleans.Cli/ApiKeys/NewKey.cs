using Adilas.Http;
using Adilas.Output;

namespace Adilas.ApiKeys;

/// <summary>Hands over a key that nobody can read again.</summary>
internal static class NewKey
{
    public static void Hand(Screen screen, ApiAnswer answer)
    {
        if (screen.Json) screen.Raw(answer);
        else if (answer.Json?.String("key") is { Length: > 0 } key) screen.Line(key);
        else throw CommandFailure.Garbled("The server made a key but its answer holds none; rotate it to get another.");

        screen.Flush();
        var name = answer.Json?.String("id") is { } id ? $" {id}" : "";
        screen.Warn($"This is the only time that the key{name} is shown; keep it safe.");
    }
}
