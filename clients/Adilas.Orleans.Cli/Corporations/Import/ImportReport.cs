using Adilas.Output;

namespace Adilas.Corporations.Import;

/// <summary>
/// Writes one line per outcome as soon as it is known, so that an interrupted import has said what it did. A person at
/// a terminal gets the counts and the lines that are not well, in the end.
/// </summary>
internal sealed class ImportReport(Screen screen)
{
    private const int MaxShown = 200;

    private readonly Lock _lock = new();
    private readonly List<ImportOutcome> _shown = [];
    private readonly ImportCounts _counts = new();
    private int _left;

    public bool IsAllWell => _counts.IsAllWell;

    public string Summary
    {
        get
        {
            lock (_lock) return _counts.ToString();
        }
    }

    public void Add(ImportOutcome outcome)
    {
        lock (_lock)
        {
            _counts.Add(outcome);
            if (screen.ShowsTables) Keep(outcome);
            else Write(outcome);
        }
    }

    public void ShowTable()
    {
        if (!screen.ShowsTables) return;

        var counts = Tables.Of("result", "lines");
        foreach (var (result, lines) in _counts.ByResult) counts.Row(result, $"{lines}");
        screen.Table(counts);
        if (_shown.Count is 0) return;

        var table = Tables.Of("line", "id", "result", "reason");
        foreach (var outcome in _shown.OrderBy(outcome => outcome.Line)) table.Row(Cells(outcome));
        screen.Table(table);
        if (_left > 0) screen.Say($"and {_left} more: send standard output to a file to see every line.");
    }

    private void Keep(ImportOutcome outcome)
    {
        if (outcome.IsWell) return;
        if (_shown.Count < MaxShown) _shown.Add(outcome);
        else _left++;
    }

    private void Write(ImportOutcome outcome)
    {
        if (screen.Json) screen.Line(Json(outcome));
        else screen.Row(Cells(outcome));
        screen.Flush();
    }

    private static string[] Cells(ImportOutcome outcome) => [$"{outcome.Line}", outcome.Id, outcome.Result, outcome.Reason];

    private static string Json(ImportOutcome outcome) => JsonText.Compact(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("line", outcome.Line);
        json.WriteString("id", outcome.Id);
        json.WriteString("result", outcome.Result);
        json.WriteString("reason", outcome.Reason);
        json.WriteEndObject();
    });
}
