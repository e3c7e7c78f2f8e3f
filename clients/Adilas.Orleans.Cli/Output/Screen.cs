using System.Text.Json;
using Adilas.Http;
using Spectre.Console;

namespace Adilas.Output;

/// <summary>Data goes to standard output; everything said to a person goes to standard error.</summary>
internal sealed class Screen : IDisposable
{
    private readonly TextWriter _out = StandardOutput.Open();
    private readonly Lock _lock = new();
    private readonly ScreenOptions _options;

    public Screen(ScreenOptions options)
    {
        _options = options;
        Err = Create(Console.Error);
    }

    public bool Json => _options.Json;

    public bool Quiet => _options.Quiet;

    /// <summary>While a bar is drawn on standard error, notes would tear it apart.</summary>
    public bool HasBar { get; set; }

    public static bool IsOutTerminal => !Console.IsOutputRedirected;

    public static bool IsErrTerminal => !Console.IsErrorRedirected;

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && IsErrTerminal;

    /// <summary>Tables instead of tab-separated values.</summary>
    public bool ShowsTables => IsOutTerminal && !Json;

    /// <summary>Standard error, for progress and prompts.</summary>
    public IAnsiConsole Err { get; }

    public void Line(string text)
    {
        lock (_lock) _out.Write(text + "\n");
    }

    public void Row(params IEnumerable<string> cells) => Line(string.Join('\t', cells.Select(Plain.Escape)));

    /// <summary>One answer of the server, as it was sent.</summary>
    public void Raw(ApiAnswer answer)
    {
        if (answer.Body.Length > 0) Line(answer.Text.TrimEnd());
        Flush();
    }

    public void Item(JsonElement item) => Line(JsonText.Compact(item));

    public void Table(Table table)
    {
        Flush();
        Create(Console.Out).Write(table);
    }

    public void Flush()
    {
        lock (_lock) _out.Flush();
    }

    /// <summary>Something good to know, which <c>--quiet</c> leaves out.</summary>
    public void Note(string text)
    {
        if (!Quiet && !HasBar) Say(text);
    }

    public void Warn(string text) => Say($"warning: {text}");

    public void Say(string text)
    {
        Flush();
        Console.Error.WriteLine(Plain.Escape(text));
    }

    /// <summary>A problem document, which <see cref="JsonText"/> has already made safe to show.</summary>
    public void SayJson(string json)
    {
        Flush();
        Console.Error.WriteLine(json);
    }

    public void Dispose()
    {
        try
        {
            _out.Dispose();
        }
        catch (IOException)
        {
            // The reader has gone; whoever wrote last has already heard of it.
        }
    }

    private IAnsiConsole Create(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        ColorSystem = _options.Color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
