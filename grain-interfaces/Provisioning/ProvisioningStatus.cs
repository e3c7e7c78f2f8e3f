using System.Collections.Immutable;
using Adilas.Corporations;

namespace Adilas.Provisioning;

/// <summary>How far a corporation's making has come.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningStatus")]
public sealed record ProvisioningStatus(
    CorporationId Corporation, string Recipe, int RecipeVersion, ProvisioningPhase State, ImmutableArray<ProvisioningStepStatus> Steps);

/// <summary>The whole. The number is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.ProvisioningPhase")]
public enum ProvisioningPhase
{
    Running = 0,
    Ready = 1,

    /// <summary>A step gave up, or could not be undone by this release. Retry it, or roll back.</summary>
    Failed = 2,
    RollingBack = 3,

    /// <summary>Rolled back to nothing: the id is free.</summary>
    Absent = 4,
}

/// <summary>One step of it.</summary>
/// <param name="Name">As the recipe calls it.</param>
/// <param name="Attempt">How often it was tried; 0 when not yet.</param>
/// <param name="Deadline">When the attempt that is under way is given up, UTC.</param>
/// <param name="Reason">Why it failed, or waits to be tried again.</param>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningStepStatus")]
public sealed record ProvisioningStepStatus(
    string Name, string Type, StepState State, int Attempt, DateTimeOffset? Deadline, string? Reason);

/// <summary>Where one step stands. The number is stored: append, never reorder.</summary>
[GenerateSerializer, Alias("adilas.StepState")]
public enum StepState
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
    Undoing = 4,
    Undone = 5,
}

/// <summary>The answer to an order.</summary>
/// <param name="Created">Whether this order began it; <c>false</c> when the same order had been given before.</param>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningReceipt")]
public sealed record ProvisioningReceipt(bool Created, ProvisioningStatus Status);
