using Adilas.Output;
using Spectre.Console;

namespace Adilas.Corporations.Import;

/// <summary>Shows on standard error how far an import is: a bar for a person, a line from time to time for a log.</summary>
internal sealed class ImportProgress(Screen screen, ImportReport report, TimeProvider clock, long? totalBytes)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private long _doneBytes;

    /// <summary>Bytes of the lines that are finished, which say more truly how far it is than lines of unlike length.</summary>
    public void Advance(long bytes) => Interlocked.Add(ref _doneBytes, bytes);

    public Task Run(Func<Task> work)
    {
        if (screen.Quiet) return work();

        // Result lines on the same terminal would tear the bar apart.
        var isBarSafe = Screen.IsErrTerminal && (!Screen.IsOutTerminal || screen.ShowsTables);
        return isBarSafe && screen.Err.Profile.Capabilities.Ansi ? RunWithBar(work) : RunWithLines(work);
    }

    private Task RunWithBar(Func<Task> work) => screen.Err.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("importing", maxValue: totalBytes ?? 1);
            bar.IsIndeterminate = totalBytes is null;
            await using var timer = clock.CreateTimer(_ => Show(bar), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
            screen.HasBar = true;
            try
            {
                await work();
                Show(bar);
            }
            finally
            {
                screen.HasBar = false;
            }
        });

    private void Show(ProgressTask bar)
    {
        bar.Description = Markup.Escape(report.Summary);
        bar.Value = Interlocked.Read(ref _doneBytes);
    }

    private async Task RunWithLines(Func<Task> work)
    {
        await using var timer = clock.CreateTimer(_ => screen.Note($"{Share()}{report.Summary}"), null, LineEvery, LineEvery);
        await work();
    }

    private string Share() => totalBytes is > 0 and { } total ? $"{100 * Interlocked.Read(ref _doneBytes) / total} % · " : "";
}
