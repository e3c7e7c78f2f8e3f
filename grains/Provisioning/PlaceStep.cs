using System.Text.Json;
using Adilas.Stacks;

namespace Adilas.Provisioning;

/// <summary>Always first: takes a place in a stack.</summary>
internal sealed class PlaceStep(IGrainFactory grains) : IProvisioningStep
{
    public const string Name = "place";
    public const string StackOutput = "stack";

    public static RecipeStep Step { get; } = new(Name, Name, default);

    public string Type => Name;

    public string? Problem(JsonElement options) => null;

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var stack = await grains.StackDirectory().Place(context.Corporation, context.Order.Stack, cancellationToken);
        return new Dictionary<string, string> { [StackOutput] = stack.Value };
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) =>
        grains.StackDirectory().Vacate(context.Corporation, cancellationToken);
}
