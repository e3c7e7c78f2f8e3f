namespace Adilas.Corporations.Import;

/// <summary>How many lines ended how.</summary>
internal sealed class ImportCounts
{
    private readonly SortedDictionary<string, int> _byResult = new(StringComparer.Ordinal);

    public int Total { get; private set; }

    public bool IsAllWell { get; private set; } = true;

    public IEnumerable<KeyValuePair<string, int>> ByResult => _byResult;

    public void Add(ImportOutcome outcome)
    {
        _byResult[outcome.Result] = _byResult.GetValueOrDefault(outcome.Result) + 1;
        Total++;
        IsAllWell &= outcome.IsWell;
    }

    /// <summary>Such as "57 lines: 55 created, 2 invalid".</summary>
    public override string ToString()
    {
        var counts = string.Join(", ", _byResult.Select(count => $"{count.Value} {count.Key}"));
        return $"{Total} {(Total is 1 ? "line" : "lines")}{(Total is 0 ? "" : ": ")}{counts}";
    }
}
