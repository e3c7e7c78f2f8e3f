namespace Adilas.Storage;

/// <summary>
/// A value in a projection's row that only the journal knows: the time of the row that is being written. A projection is a pure
/// function and has no clock.
/// </summary>
public sealed class RowTime
{
    private RowTime()
    {
    }

    /// <summary>Stands for the time of the journal row, in microseconds; see <see cref="StoredTime"/>.</summary>
    public static RowTime Commit { get; } = new();
}
