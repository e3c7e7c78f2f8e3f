using System.Runtime.CompilerServices;
using Adilas.Http;

namespace Adilas.Corporations.Import;

/// <summary>
/// Takes the file line by line, a bounded number at once. What concerns one line becomes its outcome; what would meet
/// every line alike (no right, no server) ends the run, and running it again goes on from there.
/// </summary>
internal sealed class ImportRun(
    ImportReport report, ImportProgress progress, int parallel, Func<ImportRecord, CancellationToken, Task<ImportOutcome>> act)
{
    public const int DefaultParallel = 8;
    public const int MaxParallel = 64;

    public Task Run(Stream file, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(Entries(file, cancellationToken), options, async (entry, token) =>
        {
            report.Add(entry.Record is null ? entry.Refused! : await Outcome(entry.Record, token));
            progress.Advance(entry.ReadBytes);
        });
    }

    /// <summary>One entry at a time, so that of two lines with one id it is always the first that counts.</summary>
    private static async IAsyncEnumerable<Entry> Entries(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var line in LineReader.Read(file, cancellationToken))
        {
            var (record, id, reason) = ImportRecord.Parse(line);
            if (record is not null && !firstLines.TryAdd(id, line.Number))
                (record, reason) = (null, $"line {firstLines[id]} already has this id");

            yield return record is null
                ? new Entry(null, new ImportOutcome(line.Number, id, ImportOutcome.Invalid, reason), line.ReadBytes)
                : new Entry(record, null, line.ReadBytes);
        }
    }

    private async Task<ImportOutcome> Outcome(ImportRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await act(record, cancellationToken);
        }
        catch (CommandFailure failure) when (!MeetsEveryLine(failure))
        {
            var result = failure.ExitCode switch
            {
                ExitCode.Conflict => ImportOutcome.Conflict,
                ExitCode.Usage => ImportOutcome.Invalid,
                _ => ImportOutcome.Failed,
            };
            var field = failure.Problem.Field is { } name ? $"{name}: " : "";
            return new ImportOutcome(record.Line.Number, record.Id, result, field + failure.Problem.Detail);
        }
    }

    private static bool MeetsEveryLine(CommandFailure failure) =>
        failure is ApiFailure { Status: 401 or 403 } || failure.ExitCode is ExitCode.Unavailable;

    private sealed record Entry(ImportRecord? Record, ImportOutcome? Refused, long ReadBytes);
}
