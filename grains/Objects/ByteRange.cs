using Adilas.Refusals;

namespace Adilas.Objects;

/// <summary>A part of an object.</summary>
/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">How many bytes; <c>null</c> for the rest. More than there is means the rest, too.</param>
public readonly record struct ByteRange(long Offset, long? Length = null)
{
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>range</c>: negative, empty or absurd.</exception>
    public void Check()
    {
        if (Offset < 0 || Length is < 1 || Offset > long.MaxValue - (Length ?? 0))
            throw new RefusedException(Refusal.Invalid, "range", "A range starts at 0 or later and has at least one byte.", "range");
    }

    /// <summary>How many bytes of an object of <paramref name="size"/> bytes the range covers.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <c>range-outside</c>: it starts behind the last byte.</exception>
    public long LengthWithin(long size) => Offset < size
        ? Math.Min(Length ?? size, size - Offset)
        : throw new RefusedException(Refusal.Invalid, "range-outside", $"The range starts behind the last of {size} bytes.", "range");
}
