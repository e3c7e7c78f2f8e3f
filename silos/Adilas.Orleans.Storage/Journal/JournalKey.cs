using System.Text;
using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Journal;

/// <summary>Which state of which grain: with the version, the journal's unique key and so its fence.</summary>
internal readonly record struct JournalKey(string Service, string GrainType, string StateName, string GrainKey) : IComparable<JournalKey>
{
    public const int MaxKeyBytes = 256;
    public const int MaxNameBytes = 64;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The corporation that the grain belongs to; empty for the platform's own.</summary>
    public string Corporation => OwnerKey.Corporation(GrainKey).ToString();

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: a part is too long to be stored whole, or is not text.</exception>
    public static JournalKey Create(string service, GrainId grain, string stateName)
    {
        var key = new JournalKey(service, grain.Type.ToString()!, stateName, grain.Key.ToString()!);
        Check(key.Service, MaxNameBytes);
        Check(key.GrainType, MaxNameBytes);
        Check(key.StateName, MaxNameBytes);
        Check(key.GrainKey, MaxKeyBytes);
        return key;
    }

    /// <summary>The order in which rows are inserted, the same in every process, so that two batches cannot dead-lock.</summary>
    public int CompareTo(JournalKey other)
    {
        var order = string.CompareOrdinal(StateName, other.StateName);
        if (order == 0) order = string.CompareOrdinal(GrainKey, other.GrainKey);
        return order == 0 ? string.CompareOrdinal(GrainType, other.GrainType) : order;
    }

    private static void Check(string part, int maxBytes)
    {
        // An id that the store cut short, or repaired, could meet another's row.
        if (part.Length == 0 || part.Contains('\uFFFD', StringComparison.Ordinal) || Bytes(part) > maxBytes)
            throw new RefusedException(Refusal.Invalid, "grain-key", $"A grain's key is text of 1 to {MaxKeyBytes} bytes.");
    }

    private static int Bytes(string part)
    {
        try
        {
            return Strict.GetByteCount(part);
        }
        catch (EncoderFallbackException)
        {
            return int.MaxValue;
        }
    }
}
