using Adilas.Access;
using Adilas.Corporations;
using Adilas.Platform;
using Adilas.Publishing;

namespace Adilas.Jobs;

/// <summary>Reads the projection <c>corporation_layer</c>.</summary>
internal sealed class CorporationLayers(IPlatformDatabase database) : ICorporationLayers
{
    public async Task<PublishedCorporation?> Find(CorporationId corporation, CancellationToken cancellationToken) => await database.ReadRows(
        "SELECT source_version, industry, theme, plan, stack FROM corporation_layer WHERE grain_key = @corporation",
        command => command.Add("@corporation", corporation.Value),
        reader => new PublishedCorporation(
            corporation, reader.GetInt64(0), Modes.Any, reader.GetString(1), reader[2] as string, reader[3] as string, reader.GetString(4)),
        cancellationToken) is [var found, ..] ? found : null;
}
