using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Storage;
using Dapper;

namespace Adilas.Provisioning;

/// <summary>Reads the projection <c>provisioning_unfinished</c>.</summary>
internal sealed class UnfinishedProvisionings(IPlatformDatabase database) : IUnfinishedProvisionings
{
    private const string Columns = "SELECT CAST(grain_key AS CHAR) AS Corporation, phase AS Phase, step AS Step, changed_at AS ChangedAt";

    public Task<IReadOnlyList<UnfinishedProvisioning>> List(
        ProvisioningPhase? state, string after, int limit, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<UnfinishedProvisioning>>(
            async (connection, token) =>
            {
                var ofPhase = state is null ? "" : "phase = @phase AND ";
                var text = $"{Columns} FROM provisioning_unfinished WHERE {ofPhase}grain_key > @after ORDER BY grain_key LIMIT @limit";
                var rows = await connection.QueryAsync<Row>(
                    new CommandDefinition(text, new { phase = (int?)state, after, limit }, cancellationToken: token));
                return [.. rows.Select(row => row.ToUnfinished())];
            },
            cancellationToken);

    private sealed class Row
    {
        public string Corporation { get; init; } = "";

        public long Phase { get; init; }

        public string Step { get; init; } = "";

        public long ChangedAt { get; init; }

        public UnfinishedProvisioning ToUnfinished() =>
            new(CorporationId.Parse(Corporation), (ProvisioningPhase)Phase, Step, StoredTime.FromMicroseconds(ChangedAt));
    }
}
