using Adilas.Platform;
using Dapper;

namespace Adilas.Settings;

/// <summary>Looks for one row each in an index, and counts nothing.</summary>
internal sealed class LayerUse(IPlatformDatabase database) : ILayerUse
{
    public Task<IReadOnlyList<bool>> Find(IReadOnlyList<ProfileScope> layers, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyList<bool>>(
            async (connection, token) =>
            {
                var found = new List<bool>(layers.Count);
                foreach (var layer in layers)
                {
                    var parts = layer.Text.Split(':');
                    var parameters = new { name = parts[^1], corporation = parts.ElementAtOrDefault(1) };
                    var command = new CommandDefinition($"SELECT EXISTS ({Referring(layer.Kind)})", parameters, cancellationToken: token);
                    found.Add(await connection.ExecuteScalarAsync<bool>(command));
                }

                return found;
            },
            cancellationToken);

    private static string Referring(LayerKind kind) => kind switch
    {
        LayerKind.System => "SELECT 1",
        LayerKind.Industry => "SELECT 1 FROM corporation_layer WHERE industry = @name",
        LayerKind.Theme => "SELECT 1 FROM corporation_layer WHERE theme = @name",
        LayerKind.Plan => "SELECT 1 FROM corporation_layer WHERE plan = @name",
        LayerKind.Stack => "SELECT 1 FROM stack_directory WHERE stack = @name",
        LayerKind.Corporation => "SELECT 1 FROM corporation_layer WHERE grain_key = @corporation",
        LayerKind.Role => "SELECT 1 FROM membership_role WHERE corporation = @corporation AND role = @name",
        LayerKind.User => "SELECT 1 FROM membership_by_user WHERE user_id = @name AND corporation = @corporation",
        LayerKind.Person => "SELECT 1 FROM membership_by_user WHERE user_id = @name",
    };
}
