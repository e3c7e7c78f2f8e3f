using System.Data.Common;
using Adilas.Access;
using Adilas.Platform;
using Adilas.Storage;

namespace Adilas.Corporations;

/// <summary>Reads what the writer itself checks every write against.</summary>
internal sealed class CorporationFactReader(IPlatformDatabase database) : ICorporationFacts
{
    private const string Columns = "SELECT CAST(grain_key AS CHAR), mode, stack, source_version, changed_at FROM corporation_fact";

    public async Task<CorporationFacts?> Find(CorporationId corporation, CancellationToken cancellationToken)
    {
        var found = await Read($"{Columns} WHERE grain_key = @key", command => command.Add("@key", corporation.Value), cancellationToken);
        return found is [var (facts, _)] ? facts : null;
    }

    public async Task<IReadOnlyList<(CorporationFacts Facts, DateTimeOffset ChangedAt)>> ChangedSince(
        DateTimeOffset since, int limit, CancellationToken cancellationToken) => await Read(
        $"{Columns} WHERE changed_at > @since ORDER BY changed_at, grain_key LIMIT @limit",
        command => command.Add("@since", StoredTime.ToMicroseconds(since)).Add("@limit", limit),
        cancellationToken);

    private Task<IReadOnlyList<(CorporationFacts, DateTimeOffset)>> Read(string text, Action<DbCommand> bind, CancellationToken cancellationToken) =>
        database.ReadRows(text, bind, reader => (ToFacts(reader), StoredTime.FromMicroseconds(reader.GetInt64(4))), cancellationToken);

    private static CorporationFacts ToFacts(DbDataReader reader) =>
        new(CorporationId.Parse(reader.GetString(0)), (Modes)reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3));
}
