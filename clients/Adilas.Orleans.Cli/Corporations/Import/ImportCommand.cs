using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Corporations.Import;

internal sealed class ImportCommand
{
    private readonly Argument<string> _file = new("file") { Description = "One corporation as JSON per line; - reads standard input." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would happen; change nothing." };
    private readonly WaitOptions _wait = new();
    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"How many corporations at once, 1 to {ImportRun.MaxParallel}.",
        HelpName = "n",
        DefaultValueFactory = _ => ImportRun.DefaultParallel,
        Validators = { result => Bounds.Check(result, 1, ImportRun.MaxParallel) },
    };

    public static Command Create()
    {
        var self = new ImportCommand();
        var command = new Command("import", "Create corporations from a file: line, id, result, reason. Run it again to resume.")
        {
            self._file, self._dryRun, self._parallel,
        };
        self._wait.AddTo(command);
        return command.Runs(self.Run);
    }

    private async Task<int> Run(Session session, CancellationToken cancellationToken)
    {
        var path = session.Get(_file);
        await using var file = Open(path);
        var report = new ImportReport(session.Screen);
        var progress = new ImportProgress(session.Screen, report, session.Clock, file.CanSeek ? file.Length : null);
        var run = new ImportRun(report, progress, session.Get(_parallel), Action(session));
        try
        {
            await progress.Run(() => run.Run(file, cancellationToken));
        }
        catch (Exception stop) when (stop is OperationCanceledException or CommandFailure)
        {
            report.ShowTable();
            session.Screen.Say($"Stopped after {report.Summary}. Run the same command again to go on: adilas corporation import {path}");
            throw;
        }

        report.ShowTable();
        session.Screen.Note(session.Get(_dryRun) ? $"Dry run, nothing was changed. {report.Summary}" : report.Summary);
        return report.IsAllWell ? ExitCode.Done : ExitCode.PartlyFailed;
    }

    private Func<ImportRecord, CancellationToken, Task<ImportOutcome>> Action(Session session)
    {
        if (session.Get(_dryRun)) return new ImportCheck(session.Api).Try;

        TimeSpan? longestWait = _wait.Waits(session) ? _wait.Longest(session) : null;
        return new ImportWork(session.Api, longestWait).Do;
    }

    private static Stream Open(string path)
    {
        if (path is "-") return Console.OpenStandardInput();
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"{path} cannot be read: {failure.Message}", "file");
        }
    }
}
