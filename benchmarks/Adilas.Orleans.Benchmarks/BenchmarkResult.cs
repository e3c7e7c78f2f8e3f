using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adilas.Benchmarks;

/// <summary>What was measured.</summary>
internal sealed class BenchmarkResult(string name)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Subject, string Unit, Samples Samples)> rows = [];
    private readonly List<(string Name, double Ratio, bool Passed, string Goal)> goals = [];

    /// <summary>The samples of one row of the table, one a round.</summary>
    public Samples Row(string subject, string unit)
    {
        foreach (var row in rows)
        {
            if (row.Subject == subject && row.Unit == unit) return row.Samples;
        }

        var samples = new Samples();
        rows.Add((subject, unit, samples));
        return samples;
    }

    public void AtMost(string ratio, double value, double goal) => goals.Add((ratio, value, value <= goal, $"≤ {goal:0.###}"));

    public void AtLeast(string ratio, double value, double goal) => goals.Add((ratio, value, value >= goal, $"≥ {goal:0.###}"));

    public bool Passed => goals.All(goal => goal.Passed);

    /// <summary>The table, then the goals, then one JSON object as the last line.</summary>
    public void Print(TextWriter output)
    {
        var width = rows.Select(row => row.Subject.Length).DefaultIfEmpty(0).Max();
        output.WriteLine($"{"".PadRight(width)}  {"median",14}  {"min",14}  {"max",14}");
        foreach (var (subject, unit, samples) in rows)
            output.WriteLine($"{subject.PadRight(width)}  {samples.Median,14:N2}  {samples.Min,14:N2}  {samples.Max,14:N2}  {unit}");
        output.WriteLine();
        foreach (var (ratio, value, passed, goal) in goals)
            output.WriteLine($"{(passed ? "met   " : "missed")}  {ratio}: {value:0.###} (goal {goal})");
        output.WriteLine();
        var ratios = goals.ToDictionary(goal => goal.Name, goal => Math.Round(goal.Ratio, 4));
        output.WriteLine(JsonSerializer.Serialize(new { name, ratios, pass = Passed }, Json));
    }
}
