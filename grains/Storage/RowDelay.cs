namespace Adilas.Storage;

/// <summary>
/// How long after its time a row may still appear. Times and positions are given before the commit that makes a row visible, so whoever
/// follows either stops this long before now, or looks back by as much: then no row appears behind the reader.
/// </summary>
public static class RowDelay
{
    /// <summary>How old a batch may be when its commit is sent; the writer rolls an older one back and gives it a new time.</summary>
    public static readonly TimeSpan BeforeCommit = TimeSpan.FromSeconds(4);

    /// <summary>For how long the server waits for the commit of a writer that was frozen before it could send it; then it rolls back.</summary>
    public static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(5);

    /// <summary>By how much the clocks of two hosts may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(1);

    /// <summary>The longest life of a batch as another host sees it.</summary>
    public static readonly TimeSpan Longest = BeforeCommit + ServerPatience + ClockSkew;
}
