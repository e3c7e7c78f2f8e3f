using System.Collections.Immutable;

namespace Adilas.Operate;

/// <summary>Front ends with the time at which each was last heard. Immutable.</summary>
internal sealed record FrontEndList
{
    /// <summary>Three reports that did not come.</summary>
    public static readonly TimeSpan HeardWithin = TimeSpan.FromMinutes(1);

    private ImmutableSortedDictionary<string, RunningFrontEnd> All { get; init; } =
        ImmutableSortedDictionary.Create<string, RunningFrontEnd>(StringComparer.Ordinal);

    public FrontEndList Hear(FrontEndReport report, DateTimeOffset now)
    {
        var name = Cut(report.Name);
        var current = At(now).All;
        return current.Count >= IFrontEndDirectoryGrain.MaxListed && !current.ContainsKey(name)
            ? this
            : new FrontEndList { All = current.SetItem(name, new(name, Cut(report.Program), report.Release is { } it ? Cut(it) : null, now)) };
    }

    public FrontEndList At(DateTimeOffset now) =>
        new() { All = All.RemoveRange(All.Values.Where(it => now - it.SeenAt > HeardWithin).Select(it => it.Name)) };

    public ImmutableArray<RunningFrontEnd> List() => [.. All.Values];

    private static string Cut(string text) => text.Length <= FrontEndReport.MaxLength ? text : text[..FrontEndReport.MaxLength];
}
