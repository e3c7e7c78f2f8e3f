namespace Adilas.Stacks;

/// <summary>A stack as operators see it.</summary>
/// <param name="Capacity">How many corporations it may hold, 1 to 1,000,000.</param>
/// <param name="Corporations">How many have a place there now, closed ones and those that are being made included.</param>
[GenerateSerializer, Immutable, Alias("adilas.Stack")]
public sealed record Stack(StackId Id, StackKind Kind, int Capacity, long Corporations, DateTimeOffset RegisteredAt, long Version)
{
    /// <summary>The maintenance that is under way or ahead; <c>null</c>: there is none.</summary>
    [Id(0)] public StackMaintenance? Maintenance { get; init; }
}
