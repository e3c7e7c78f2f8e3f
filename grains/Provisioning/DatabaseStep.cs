using System.Text.Json;
using Adilas.Databases;

namespace Adilas.Provisioning;

/// <summary>Gives the corporation a database: <c>"shape": "shared"</c> or <c>"own"</c>.</summary>
internal sealed class DatabaseStep(ICorporationDatabases databases) : IProvisioningStep
{
    public const string Name = "database";

    public string Type => Name;

    public string? Problem(JsonElement options) => StepOptions.ShapeProblem<DatabaseShape>(options);

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var shape = StepOptions.ReadShape<DatabaseShape>(context.Options)!.Value;
        var placed = await databases.Place(context.Corporation, context.Stack, shape, cancellationToken);
        return new Dictionary<string, string> { ["database"] = placed.Name };
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) => databases.Drop(context.Corporation, cancellationToken);
}
