using System.Text.Json;
using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Provisioning;

/// <summary>
/// Does one type of step of a recipe, and undoes it. Both may be cut off anywhere and are then called again: each must find what an
/// earlier attempt left and end in the same place. Register one with <c>services.AddProvisioningStep&lt;T&gt;()</c>.
/// </summary>
public interface IProvisioningStep
{
    /// <summary>As recipes call it.</summary>
    string Type { get; }

    /// <summary>What is wrong with a step's options, in a sentence; <c>null</c> when nothing is.</summary>
    string? Problem(JsonElement options);

    /// <summary>Does the step. What it returns is stored and handed to later steps.</summary>
    /// <exception cref="Refusals.RefusedException"><c>Invalid</c>, <c>Conflict</c> and <c>Forbidden</c> fail at once; anything else is tried again.</exception>
    Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken);

    /// <summary>Leaves nothing of the step; also after an attempt that never finished, or never began.</summary>
    Task Undo(StepContext context, CancellationToken cancellationToken);
}

/// <summary>What a step works on.</summary>
/// <param name="Options">From the recipe.</param>
/// <param name="Outputs">What earlier steps, and earlier attempts of this one, returned.</param>
public sealed record StepContext(
    CorporationId Corporation,
    StackId Stack,
    string Recipe,
    ProvisioningOrder Order,
    JsonElement Options,
    IReadOnlyDictionary<string, string> Outputs)
{
    public static IReadOnlyDictionary<string, string> NoOutputs { get; } = new Dictionary<string, string>();
}
