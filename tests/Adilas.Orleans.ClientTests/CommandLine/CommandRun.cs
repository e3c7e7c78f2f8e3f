using System.Diagnostics;

namespace Adilas.CommandLine;

/// <summary>Runs the built program as a process of its own, with a home, folder and environment that nothing else uses.</summary>
internal sealed class CommandRun : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adilas-cli-");
    private readonly Dictionary<string, string> _environment = new() { ["ADILAS_KEY"] = Key };

    /// <summary>The key that runs use unless they say otherwise.</summary>
    public const string Key = "ak_operator_5ecret5ecret5ecret";

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "adilas");

    public string Folder => _folder.FullName;

    public CommandRun With(string variable, string? value)
    {
        if (value is null) _environment.Remove(variable);
        else _environment[variable] = value;
        return this;
    }

    public string WriteFile(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public static async Task<CommandResult> Once(FakeApi api, params string[] arguments)
    {
        using var run = new CommandRun();
        return await run.Run(["--server", api.Address, .. arguments]);
    }

    public async Task<CommandResult> Run(string[] arguments, string input = "")
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await End(process);
    }

    /// <summary>The same under a terminal, on which both outputs and the echo of what is typed appear together.</summary>
    /// <param name="prompt">What must have appeared before anything is typed.</param>
    public async Task<CommandResult> RunInTerminal(string[] arguments, string prompt = "", string typed = "")
    {
        var command = string.Join(' ', ((string[])[Executable, .. arguments]).Select(word => $"'{word}'"));
        using var process = Start("script", ["--quiet", "--flush", "--return", "--command", $"stty cols 120; exec {command}", "/dev/null"]);
        var beginning = await ReadUntil(process.StandardOutput, prompt);
        await process.StandardInput.WriteAsync(typed);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var result = await End(process);
        return result with { Out = (beginning + result.Out).Replace("\r\n", "\n", StringComparison.Ordinal) };
    }

    public Process Start(params string[] arguments) => Start(Executable, arguments);

    /// <summary>Another program in the same surroundings, such as a shell that runs this one.</summary>
    public Process StartProgram(string program, params string[] arguments) => Start(program, arguments);

    public static async Task<CommandResult> End(Process process)
    {
        var (standardOutput, standardError) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Deadline);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{process.StartInfo.FileName}' did not end within {Deadline.TotalSeconds} s. It said: {await standardError}");
        }

        return new CommandResult(process.ExitCode, await standardOutput, await standardError);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> ReadUntil(StreamReader output, string prompt)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Deadline);
        var (text, next) = ("", new char[1]);
        while (!text.EndsWith(prompt, StringComparison.Ordinal))
        {
            Assert.True(await output.ReadAsync(next, late.Token) > 0, $"The output ended without '{prompt}': {text}");
            text += next[0];
        }

        return text;
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var name in (string[])["ADILAS_SERVER", "ADILAS_KEY", "NO_COLOR"]) start.Environment.Remove(name);
        start.Environment["HOME"] = Folder;
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
