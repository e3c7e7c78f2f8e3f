namespace Adilas.Objects;

/// <param name="Items">In the order of the keys' UTF-8 bytes.</param>
/// <param name="Next">Pass it as <c>after</c> to go on; <c>null</c> at the end.</param>
public sealed record ObjectPage(IReadOnlyList<ListedObject> Items, string? Next);
