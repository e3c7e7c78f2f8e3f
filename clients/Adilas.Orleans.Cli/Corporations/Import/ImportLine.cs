namespace Adilas.Corporations.Import;

/// <summary>One line of the file.</summary>
/// <param name="Number">Counted from 1, as editors count.</param>
/// <param name="Text">Its bytes; empty when it was too long to keep.</param>
/// <param name="ReadBytes">How many bytes of the file were read for it, with its end and empty lines before it.</param>
internal sealed record ImportLine(int Number, ReadOnlyMemory<byte> Text, bool IsTooLong, long ReadBytes);
