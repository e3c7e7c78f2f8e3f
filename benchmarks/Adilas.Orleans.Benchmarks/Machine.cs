using System.Globalization;
using System.Runtime.InteropServices;

namespace Adilas.Benchmarks;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    public static string Description { get; } = string.Join(
        ", ",
        Processor(),
        $"{Environment.ProcessorCount} cores",
        string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB"),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Processor()
    {
        const string Field = "model name";
        const string Source = "/proc/cpuinfo";
        var line = File.Exists(Source)
            ? File.ReadLines(Source).FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
