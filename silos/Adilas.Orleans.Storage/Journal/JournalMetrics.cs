using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Adilas.Journal;

/// <summary>What operators see of the writer. The names are listed in docs/journal.md.</summary>
internal sealed class JournalMetrics : IDisposable
{
    public const string Name = "Adilas.Journal";
    public static readonly ActivitySource Activities = new(Name);

    private readonly Meter meter;
    private readonly Histogram<int> rows;
    private readonly Histogram<double> milliseconds;
    private readonly Counter<long> refusals;
    private readonly Counter<long> retries;

    public JournalMetrics(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        rows = meter.CreateHistogram<int>("adilas.journal.batch.rows", "{row}", "Rows in one transaction");
        milliseconds = meter.CreateHistogram<double>("adilas.journal.batch.duration", "ms", "From taking a batch to its last outcome");
        refusals = meter.CreateCounter<long>("adilas.journal.refusals", "{write}", "Writes that were not stored, by reason");
        retries = meter.CreateCounter<long>("adilas.journal.retries", "{attempt}", "Transactions that were tried again, by reason");
    }

    public void Watch(Func<long> queueBytes) =>
        meter.CreateObservableGauge("adilas.journal.queue.bytes", queueBytes, "By", "Writes that wait or are under way");

    public void Batch(int count, TimeSpan took)
    {
        rows.Record(count);
        milliseconds.Record(took.TotalMilliseconds);
    }

    public void Refused(string code) => refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Retried(string reason) => retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => meter.Dispose();
}
