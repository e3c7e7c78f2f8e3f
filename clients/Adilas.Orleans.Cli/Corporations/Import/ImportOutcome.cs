namespace Adilas.Corporations.Import;

/// <summary>What became of one line.</summary>
/// <param name="Id">Empty when the line names none.</param>
/// <param name="Result">One of the words below, which scripts read.</param>
/// <param name="Reason">Why it is not well; empty otherwise.</param>
internal sealed record ImportOutcome(int Line, string Id, string Result, string Reason = "")
{
    public const string Created = "created";
    public const string Unchanged = "unchanged";
    public const string Conflict = "conflict";
    public const string Invalid = "invalid";
    public const string Failed = "failed";

    public bool IsWell => Result is Created or Unchanged;
}
