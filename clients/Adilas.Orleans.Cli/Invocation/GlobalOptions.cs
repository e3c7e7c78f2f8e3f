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
        Description = "API key. Better in ADILAS_KEY or ~/.config/adilas/config.json, where no process list shows it. Else ./data/operator.key.",
        HelpName = "key",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Answers and errors as JSON; lists as one item per line.", Recursive = true };

    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask before what is hard to undo.", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes and no progress; data and errors only.", Recursive = true };

    public static Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours; so does NO_COLOR.", Recursive = true };

    public static Option<int> Timeout { get; } = Bounded("--timeout", "Longest wait for one answer, in seconds.", 1, DefaultTimeoutSeconds);

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

    private static Option<int> Bounded(string name, string description, int least, int preset) => new(name)
    {
        Description = description,
        HelpName = "seconds",
        Recursive = true,
        DefaultValueFactory = _ => preset,
        Validators = { result => Bounds.Check(result, least, LongestSeconds) },
    };
}
