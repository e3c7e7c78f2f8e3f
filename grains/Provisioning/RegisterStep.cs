using System.Text.Json;
using Adilas.Corporations;

namespace Adilas.Provisioning;

/// <summary>Always last: from here on the corporation exists.</summary>
internal sealed class RegisterStep(IGrainFactory grains) : IProvisioningStep
{
    public const string Name = "register";

    public static RecipeStep Step { get; } = new(Name, Name, default);

    public string Type => Name;

    public string? Problem(JsonElement options) => null;

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var order = context.Order;
        var registration = new CorporationRegistration(order.Name, order.Industry, order.Kind, context.Stack, order.Recipe, order.Owner);
        await grains.Corporation(context.Corporation).Register(registration, cancellationToken);
        return StepContext.NoOutputs;
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) =>
        grains.Corporation(context.Corporation).Unregister(cancellationToken);
}
