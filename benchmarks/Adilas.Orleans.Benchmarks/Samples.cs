namespace Adilas.Benchmarks;

/// <summary>Figures of the same thing from several rounds.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    public Samples(params IEnumerable<double> values) => this.values = [.. values];

    public int Count => values.Count;

    public double Median => Percentile(0.5);

    public double Min => values.Count == 0 ? double.NaN : values.Min();

    public double Max => values.Count == 0 ? double.NaN : values.Max();

    public void Add(double value) => values.Add(value);

    public void CopyTo(Samples others) => others.values.AddRange(values);

    /// <summary>The nearest-rank percentile; the median of an even count is the mean of the middle two.</summary>
    public double Percentile(double part)
    {
        if (values.Count == 0) return double.NaN;
        var sorted = values.Order().ToArray();
        if (part == 0.5 && sorted.Length % 2 == 0) return (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
