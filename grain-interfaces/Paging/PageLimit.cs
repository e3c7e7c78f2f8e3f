using Adilas.Refusals;

namespace Adilas.Paging;

/// <summary>How many items one page may hold.</summary>
public static class PageLimit
{
    public const int Default = 50;
    public const int Max = 200;

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: outside 1 to <see cref="Max"/>.</exception>
    public static int Check(int? limit) => limit switch
    {
        null => Default,
        >= 1 and <= Max => limit.Value,
        _ => throw new RefusedException(Refusal.Invalid, "limit-out-of-range", $"A page has 1 to {Max} items.", "limit"),
    };
}
