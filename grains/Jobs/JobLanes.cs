using System.Collections.Frozen;

namespace Adilas.Jobs;

/// <summary>Which kinds of jobs the runtime does itself: the same on all silos, whichever of them have workers.</summary>
public static class JobLanes
{
    private static readonly FrozenSet<string> BuiltIn = new[] { "noop", "http", "sql", "mail", "webhook" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Who does jobs of this kind.</summary>
    public static string Of(string kind) => BuiltIn.Contains(kind) ? JobLane.Runtime : kind;
}
