using System.Collections.Frozen;
using Adilas.Ids;

namespace Adilas.Jobs;

/// <summary>
/// Who a job waits for. Jobs of built-in kinds wait for the silos' own workers in <see cref="Runtime"/>; jobs of any other kind wait for
/// workers outside in the lane of that kind's name.
/// </summary>
public static class JobLane
{
    public const string Runtime = "~runtime";

    /// <summary>Jobs that workers have: they wait for the end of their lease.</summary>
    public const string Running = "~running";

    /// <summary>Jobs that await approval: they wait for its expiry.</summary>
    public const string Approval = "~approval";

    /// <summary>The kinds that the runtime does itself, which no worker outside may lease.</summary>
    public static readonly FrozenSet<string> BuiltIn = new[] { "noop", "http", "sql", "mail", "webhook" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether this can name a kind of jobs, or of their failures.</summary>
    public static bool IsKind(string? text) => IdGrammar.IsWellFormed(text);

    /// <summary>How many jobs one call may lease.</summary>
    public const int MaxLease = 100;

    /// <summary>The shortest and the longest lease of a worker.</summary>
    public static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(10);
}
