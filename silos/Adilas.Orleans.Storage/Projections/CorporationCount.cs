using System.Globalization;
using Adilas.Platform;
using Adilas.Settings;

namespace Adilas.Corporations;

/// <summary>Counts in an index, and loads nothing.</summary>
internal sealed class CorporationCount(IPlatformDatabase database) : ICorporationCount
{
    public Task<long> Of(ProfileScope layer, CancellationToken cancellationToken)
    {
        var where = layer.Kind switch
        {
            LayerKind.System => "",
            LayerKind.Industry => " WHERE industry = @name",
            LayerKind.Theme => " WHERE theme = @name",
            LayerKind.Plan => " WHERE plan = @name",
            LayerKind.Stack => " WHERE stack = @name",
            LayerKind.Corporation or LayerKind.Role or LayerKind.User => " WHERE grain_key = @corporation",
            LayerKind.Person => " WHERE 1 = 0",
        };
        return database.Read(
            async (connection, ct) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT COUNT(*) FROM corporation_layer{where}";
                var parts = layer.Text.Split(':');
                command.Add("@name", parts[^1]).Add("@corporation", parts.ElementAtOrDefault(1) ?? "");
                return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
            },
            cancellationToken);
    }
}
