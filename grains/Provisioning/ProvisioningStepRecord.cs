using System.Collections.Immutable;
using System.Text.Json;

namespace Adilas.Provisioning;

/// <summary>One step as it is stored: the recipe's part of it too, so that a recipe may change while corporations are being made.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningStepRecord")]
internal sealed record ProvisioningStepRecord
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public required string Type { get; init; }

    /// <summary>The recipe's options as JSON text.</summary>
    [Id(2)] public string Options { get; init; } = "{}";

    [Id(3)] public TimeSpan Timeout { get; init; }

    [Id(4)] public int MaxAttempts { get; init; }

    [Id(5)] public StepState State { get; init; }

    [Id(6)] public int Attempt { get; init; }

    /// <summary>UTC; set while an attempt is under way.</summary>
    [Id(7)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>UTC; set while it waits to be tried again.</summary>
    [Id(8)] public DateTimeOffset? NotBefore { get; init; }

    [Id(9)] public string? Reason { get; init; }

    [Id(10)] public ImmutableSortedDictionary<string, string> Outputs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static ProvisioningStepRecord From(RecipeStep step) => new()
    {
        Name = step.Name,
        Type = step.Type,
        Options = step.Options.ValueKind is JsonValueKind.Undefined ? "{}" : step.Options.GetRawText(),
        Timeout = step.Timeout,
        MaxAttempts = step.MaxAttempts,
    };

    public ProvisioningStepStatus ToStatus() => new(Name, Type, State, Attempt, Deadline, Reason);
}
