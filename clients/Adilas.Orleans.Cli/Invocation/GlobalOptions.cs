using System.CommandLine;

namespace Adilas.Invocation;

/// <summary>What every command understands.</summary>
internal static class GlobalOptions
{
    public const int DefaultTimeoutSeconds = 30;
    private const int LongestSeconds = 3600;

    public static Option<string?> Server { get; } = new("--server")
    {
        Description = "Address of the server. Else ADILAS_SERVER, ~/.config/adilas/config.json, http://localhost:8080.",
        HelpName = "url",
        Recursive = true,
    };

    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "API key; other people's process lists show it. Else ADILAS_KEY, ~/.config/adilas/config.json, ./data/operator.key.",
        HelpName = "key",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = Flag("Answers and errors as JSON; lists as one item per line.", "--json");

    public static Option<bool> Yes { get; } = Flag("Do not ask before what is hard to undo.", "--yes", "-y");

    public static Option<bool> Quiet { get; } = Flag("No notes and no progress; data and errors only.", "--quiet", "-q");

    public static Option<bool> NoColor { get; } = Flag("No colours; so does NO_COLOR.", "--no-color");

    public static Option<int> Timeout { get; } = new("--timeout")
    {
        Description = "Longest wait for one answer, in seconds.",
        HelpName = "seconds",
        Recursive = true,
        DefaultValueFactory = _ => DefaultTimeoutSeconds,
        Validators = { result => Bounds.Check(result, 1, LongestSeconds) },
    };

    public static Option<int?> RetryFor { get; } = new("--retry-for")
    {
        Description = "How long to repeat a request while the server is busy or away, in seconds. [default: 60 busy, 5 away]",
        HelpName = "seconds",
        Recursive = true,
        Validators = { result => Bounds.Check(result, 0, LongestSeconds) },
    };

    public static void AddTo(Command root)
    {
        foreach (var option in (Option[])[Server, Key, Json, Yes, Quiet, NoColor, Timeout, RetryFor]) root.Options.Add(option);
    }

    private static Option<bool> Flag(string description, string name, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };
}
