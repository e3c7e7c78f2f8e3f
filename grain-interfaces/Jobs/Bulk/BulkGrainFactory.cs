using Adilas.Access;
using Adilas.Corporations;

namespace Adilas.Jobs.Bulk;

/// <summary>The only place that writes and reads the keys of grains that have to do with bulk operations.</summary>
public static class BulkGrainFactory
{
    /// <summary>The type of the grain that begins and lists a corporation's bulk operations.</summary>
    public const string ListType = "bulk-operations";

    private const string Separator = "/bulk/";
    private const string ListEnding = "/bulk-operations";

    public static IBulkOperationsGrain BulkOperations(this IGrainFactory grains, CorporationId corporation) =>
        grains.GetGrain<IBulkOperationsGrain>(corporation.Value + ListEnding);

    public static IBulkOperationGrain BulkOperation(this IGrainFactory grains, CorporationId corporation, BulkOperationId id) =>
        grains.GetGrain<IBulkOperationGrain>($"{corporation}{Separator}{id}");

    /// <exception cref="FormatException"><paramref name="key"/> is not a bulk operation's.</exception>
    public static (CorporationId Corporation, BulkOperationId Id) ReadBulkKey(string key)
    {
        var end = key.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0
            ? (CorporationId.Parse(key[..end]), BulkOperationId.Parse(key[(end + Separator.Length)..]))
            : throw new FormatException($"'{key}' is not the key of a bulk operation.");
    }

    /// <summary>The corporation whose bulk operations a list's key names.</summary>
    public static CorporationId ReadListKey(string key) => CorporationId.Parse(OwnerKey.Corporation(key).ToString());
}
